import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { type DepartureWishes, departureInput } from "@/lib/planning/evacuation/departure-input";
import { planEvacuation } from "@/lib/planning/evacuation/plan-evacuation";
import { planHome } from "@/lib/planning/evacuation/plan-home";
import { type GuestUnderWay, withGuestsUnderWay } from "@/lib/planning/evacuation/with-guests-under-way";
import type { Plan, PlannedMove } from "@/lib/planning/plan";
import { childLog } from "@/lib/server/log";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";

/** An evacuation is planned as a whole, however large the node is. */
const WHOLE = { "planning.maxMoves": 10_000 } as const;

export interface MadeDeparture {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
}

/** How a node is emptied as things stand; guests of other nodes that are being emptied are planned along with its own. */
export async function planDeparture(clusterId: string, wishes: DepartureWishes): Promise<MadeDeparture> {
  const input = await readPlanningInput(clusterId, { settings: WHOLE });
  const plan = planEvacuation(departureInput(input, wishes), wishes.emptying, ports());
  tellFault(clusterId, plan);
  return { snapshot: input.snapshot, plan };
}

/**
 * How guests come back to where they were as things stand.
 *
 * @param reopened nodes that are taken for being out of maintenance
 */
export async function planReturn(
  clusterId: string,
  origins: ReadonlyMap<number, string>,
  underWay: readonly GuestUnderWay[],
  reopened: readonly string[] = [],
): Promise<MadeDeparture> {
  const input = await readPlanningInput(clusterId, { settings: WHOLE });
  const snapshot = withGuestsUnderWay(input.snapshot, underWay);
  const nodePolicies = new Map(
    [...input.nodePolicies].map(([name, policy]) => [
      name,
      reopened.includes(name) ? { ...policy, maintenance: false } : policy,
    ]),
  );
  const plan = planHome({ ...input, snapshot, nodePolicies }, origins, ports());
  tellFault(clusterId, plan);
  return { snapshot: input.snapshot, plan };
}

/** Moves of a plan that are this node's: they leave it, or make room for what does. */
export function movesFor(node: string, { moves }: Plan, others: readonly string[]): readonly PlannedMove[] {
  return moves.filter(
    ({ from, reason }) => from === node || reason.subject === node || (others.length === 0 && from !== node),
  );
}

function ports() {
  return { nowMs: () => performance.now() };
}

function tellFault(clusterId: string, { certificate, refused }: Plan): void {
  const log = childLog("maintenance");
  const failed = certificate.checks.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    log.error({ clusterId, refused: failed }, "a plan did not pass its checks and is not carried out");
  } else if (refused) {
    log.error({ clusterId, refused }, "parts of a plan did not pass its checks and were left out");
  }
}
