import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import type { PlanView } from "@/lib/api/recommendations";
import { formatFraction } from "@/lib/client/format/format-percent";
import type { BlockLook } from "./draw-map";
import type { MapView } from "./map-views";

interface BlockFacts {
  readonly view: MapView;
  readonly guests: readonly GuestRow[];
  /** Names of the nodes in maintenance. */
  readonly maintenance: ReadonlySet<string>;
  /** The plan that is shown; null for none. */
  readonly plan: PlanView | null;
}

/** What the header of each node's block says, by the node's name. */
export function blockLooks(
  nodes: readonly NodeRow[],
  { view, guests, maintenance, plan }: BlockFacts,
): ReadonlyMap<string, BlockLook> {
  const byNode = new Map<string, GuestRow[]>();
  for (const guest of guests) {
    const those = byNode.get(guest.node);
    if (those) those.push(guest);
    else byNode.set(guest.node, [guest]);
  }
  return new Map(
    nodes.map((node) => {
      const share = view.nodeShareOf?.(node) ?? null;
      const shareAfter = plan ? afterPlan(plan, node.name, view) : null;
      return [
        node.name,
        {
          title: node.name,
          figure: figureOf({ node, view, share, shareAfter, guests: byNode.get(node.name) ?? [] }),
          share,
          shareAfter,
          tone: toneOf(node, maintenance),
        },
      ];
    }),
  );
}

interface FigureFacts {
  readonly node: NodeRow;
  readonly view: MapView;
  readonly share: number | null;
  readonly shareAfter: number | null;
  readonly guests: readonly GuestRow[];
}

function figureOf({ node, view, share, shareAfter, guests }: FigureFacts): string {
  if (node.status !== "online") return node.status;
  if (view.key === "disk" || share === null) {
    const use = view.nodeUseOf(node, guests);
    const wait = view.key === "disk" && share !== null ? `, wait ${formatFraction(share)}` : "";
    return use === null ? "–" : `${view.format(use)}${wait}`;
  }
  return shareAfter === null
    ? formatFraction(share)
    : `${formatFraction(share)} → ${formatFraction(shareAfter)}`;
}

function afterPlan(plan: PlanView, node: string, view: MapView): number | null {
  const after = plan.nodes[node]?.after;
  if (!after) return null;
  if (view.key === "cpu") return after.cpu;
  return view.key === "memory" ? after.memory : null;
}

function toneOf(node: NodeRow, maintenance: ReadonlySet<string>): BlockLook["tone"] {
  if (node.status !== "online") return "off";
  if (maintenance.has(node.name) || node.haState === "maintenance") return "maint";
  if (node.verdict === "critical") return "bad";
  return node.verdict === "poor" ? "warn" : "calm";
}
