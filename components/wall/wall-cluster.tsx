import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import type { ClusterRow } from "@/lib/api/clusters";
import type { NodeRow } from "@/lib/api/nodes";
import { cn } from "@/lib/client/class-names";
import { compareNames } from "@/lib/client/format/compare-names";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { overviewSentence } from "@/lib/client/overview/overview-sentence";

const TONES = {
  ok: { Icon: CircleCheck, colour: "text-ok" },
  warn: { Icon: TriangleAlert, colour: "text-warn" },
  bad: { Icon: CircleAlert, colour: "text-bad" },
  off: { Icon: CircleHelp, colour: "text-off" },
} as const;

/** So many nodes have a tile; the least comfortable ones first. */
const MOST_NODES = 24;

interface WallClusterProps {
  cluster: ClusterRow;
  nodes: readonly NodeRow[];
}

/** One cluster: its health as a number that is read from the door, what is the matter, and its nodes. */
export function WallCluster({ cluster, nodes }: WallClusterProps) {
  const sentence = overviewSentence([cluster], nodes);
  const { Icon, colour } = TONES[sentence.tone];
  const worstFirst = [...nodes].sort(byNeed);
  const left = nodes.length - MOST_NODES;
  return (
    <section aria-label={cluster.name} className="flex min-w-0 flex-col gap-3">
      <div className="flex items-start gap-5">
        <p className={cn("figure font-semibold text-7xl leading-none", colour)}>
          {cluster.healthPercent === null ? "–" : Math.round(cluster.healthPercent)}
          <span className="text-2xl text-faint"> %</span>
          <span className="sr-only"> health</span>
        </p>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-2xl">{cluster.name}</h2>
          <p className="flex items-start gap-2 text-xl">
            <Icon aria-hidden className={cn("mt-0.5 size-6 shrink-0", colour)} />
            <span className="min-w-0 break-words">{sentence.text}</span>
          </p>
          <p className="text-lg text-muted">
            <span className="figure">
              {cluster.nodesOnline}/{cluster.nodesTotal}
            </span>{" "}
            nodes online ·{" "}
            <span className="figure">
              {cluster.guestsRunning}/{cluster.guestsTotal}
            </span>{" "}
            guests running
          </p>
        </div>
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
        {worstFirst.slice(0, MOST_NODES).map((node) => (
          <WallNode key={node.name} node={node} />
        ))}
      </ul>
      {left > 0 ? <p className="text-lg text-muted">and {left} more, all of them more comfortable</p> : null}
    </section>
  );
}

function WallNode({ node }: { node: NodeRow }) {
  const { name, status, verdict, suitabilityPercent, mainReason } = node;
  const tone = status === "online" ? toneOf(verdict) : "bad";
  const { Icon, colour } = TONES[tone];
  const memory = shareOf(node.memoryUsedBytes, node.memoryTotalBytes);
  return (
    <li
      className={cn(
        "panel flex min-w-0 flex-col gap-2 p-3",
        tone === "bad" && "border-2 border-bad",
        verdict === "poor" && "border-2 border-warn",
      )}
    >
      <p className="flex items-center gap-2 text-xl">
        <Icon aria-hidden className={cn("size-5 shrink-0", colour)} />
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <span className={cn("figure", colour)}>
          {suitabilityPercent === null ? null : Math.round(suitabilityPercent)}
        </span>
      </p>
      {status === "online" ? (
        <>
          <Use kind="cpu" title="CPU" fraction={node.cpuFraction} />
          <Use kind="mem" title="Memory" fraction={memory} />
          <p className="line-clamp-2 min-h-[2lh] break-words text-base text-muted">
            {mainReason ?? verdict ?? "no score yet"}
          </p>
        </>
      ) : (
        <p className="text-lg text-bad">{status}</p>
      )}
    </li>
  );
}

function Use({ kind, title, fraction }: { kind: "cpu" | "mem"; title: string; fraction: number | null }) {
  return (
    <div className="flex items-center gap-2.5">
      <span className="w-16 text-muted">{title}</span>
      <Meter kind={kind} fraction={fraction} className="h-2.5 flex-1" />
      <span className="w-14 text-right text-lg">
        <Figure quantity={fractionQuantity(fraction)} />
      </span>
    </div>
  );
}

function toneOf(verdict: NodeRow["verdict"]): keyof typeof TONES {
  if (verdict === null) return "off";
  if (verdict === "critical") return "bad";
  return verdict === "poor" || verdict === "acceptable" ? "warn" : "ok";
}

function byNeed(a: NodeRow, b: NodeRow): number {
  const rank = ({ status, suitabilityPercent }: NodeRow) =>
    status === "online" ? (suitabilityPercent ?? 101) : -1;
  return rank(a) - rank(b) || compareNames(a.name, b.name);
}
