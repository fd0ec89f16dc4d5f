import "server-only";
import type { Plan, PlannedMove } from "@/lib/planning/plan";
import { slotLimitsFrom } from "@/lib/server/moves/claim-slots";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { MaintenanceTimings } from "./maintenance-timings";
import { movesFor, planDeparture } from "./plan-departure";
import { requestWave } from "./request-wave";
import type { RowChange } from "./save-rows";
import { movesSince } from "./settle-guest";
import { movesOf, type TurnFacts, underWayOf } from "./turn-facts";

export interface PlannedTurn {
  readonly changes: ReadonlyMap<number, RowChange>;
  readonly asked: number;
  /** Moves that can be made and have no place yet. */
  readonly waiting: number;
  readonly seconds: number | null;
  readonly waves: number | null;
}

const NOTHING: PlannedTurn = { changes: new Map(), asked: 0, waiting: 0, seconds: null, waves: null };

/** Plans how the guests that have to go leave as things stand now, and asks for the first of these moves. */
export async function planTurn(
  facts: TurnFacts,
  wanted: readonly number[],
  timings: MaintenanceTimings,
): Promise<PlannedTurn> {
  if (wanted.length === 0) return NOTHING;
  const { maintenance, rows, others, keptElsewhere } = facts;
  if (await isFull(facts)) return { ...NOTHING, waiting: wanted.length, ...knownForecast(facts) };
  const failures = new Map(rows.map(({ vmid }) => [vmid, failuresOf(facts, vmid)]));
  const { plan } = await planDeparture(maintenance.clusterId, {
    emptying: [maintenance.node, ...others],
    kept: [...keptGuests(facts, wanted), ...keptElsewhere],
    avoided: avoided(failures),
    underWay: underWayOf(facts),
  });
  const planned = movesFor(maintenance.node, plan, others);
  const resting = restingGuests(planned, failures, timings);
  const wave = { facts, job: "evacuation", planned, resting, reason: reasonFor(facts) } as const;
  const { asked, refused, waiting } = planned.length > 0 ? await requestWave(wave) : NO_WAVE;
  const ahead = planned.filter(({ vmid }) => !refused.has(vmid));
  return {
    changes: new Map(wanted.map((vmid) => [vmid, changeFor(vmid, plan, planned, refused)])),
    asked,
    waiting,
    ...forecast(ahead),
  };
}

/** Without a place for a further move, a plan would only be read. */
async function isFull({ maintenance, active }: TurnFacts): Promise<boolean> {
  const limits = slotLimitsFrom(await readSettings(maintenance.clusterId));
  const leaving = active.filter(({ fromNode }) => fromNode === maintenance.node).length;
  return active.length >= limits.perCluster || leaving >= limits.perSource;
}

function knownForecast({ maintenance }: TurnFacts) {
  return { seconds: maintenance.secondsLeft, waves: maintenance.wavesLeft };
}

const NO_WAVE = { asked: 0, refused: new Map<number, string>(), waiting: 0 };

function reasonFor({ maintenance }: TurnFacts): string {
  const { node, evacuationBy, startedBy } = maintenance;
  return `${evacuationBy ?? startedBy} has ${node} emptied.`;
}

/** Guests of the node that do not go: on purpose, or because they cannot for now. */
function keptGuests(facts: TurnFacts, wanted: readonly number[]): readonly number[] {
  const { maintenance, snapshot, active } = facts;
  const going = new Set([...wanted, ...active.map(({ vmid }) => vmid)]);
  return snapshot.guests
    .filter(({ vmid, node, template }) => node === maintenance.node && !template && !going.has(vmid))
    .map(({ vmid }) => vmid);
}

interface Failures {
  readonly nodes: readonly string[];
  readonly lastMs: number;
}

function failuresOf(facts: TurnFacts, vmid: number): Failures {
  const failed = movesSince(movesOf(facts, vmid), facts.maintenance.triesSince).filter(
    ({ state, batchId }) => state === "failed" && batchId === facts.maintenance.id,
  );
  return {
    nodes: [...new Set(failed.map(({ toNode }) => toNode))],
    lastMs: failed[0]?.endedAt?.getTime() ?? 0,
  };
}

function avoided(failures: ReadonlyMap<number, Failures>): ReadonlyMap<number, readonly string[]> {
  return new Map(
    [...failures].filter(([, { nodes }]) => nodes.length > 0).map(([vmid, { nodes }]) => [vmid, nodes]),
  );
}

/** The same node is not tried again at once. */
function restingGuests(
  planned: readonly PlannedMove[],
  failures: ReadonlyMap<number, Failures>,
  { retryMs }: MaintenanceTimings,
): ReadonlySet<number> {
  const nowMs = Date.now();
  return new Set(
    planned.flatMap(({ vmid, to }) => {
      const failed = failures.get(vmid);
      return failed?.nodes.includes(to) && nowMs - failed.lastMs < retryMs ? [vmid] : [];
    }),
  );
}

function changeFor(
  vmid: number,
  plan: Plan,
  planned: readonly PlannedMove[],
  refused: ReadonlyMap<number, string>,
): RowChange {
  const move = planned.find((one) => one.vmid === vmid);
  const refusal = refused.get(vmid);
  if (move && refusal === undefined)
    return { wave: move.wave, toNode: move.to, seconds: move.seconds, action: move.kind };
  if (refusal !== undefined)
    return {
      state: "blocked",
      code: "refused",
      detail: refusal,
      fix: "It is tried again by itself; mend what is said, or choose to shut it down or to leave it.",
    };
  const blocked = plan.blocked.find((one) => one.vmid === vmid);
  if (blocked) return { state: "blocked", code: blocked.reason, detail: blocked.detail, fix: blocked.fix };
  return {
    state: "blocked",
    code: "no-way",
    detail: plan.reason,
    fix: "Make room on another node, or choose to shut the guest down or to leave it.",
  };
}

/** Seconds of all waves one after the other, each as long as its longest move. */
export function forecast(planned: readonly Pick<PlannedMove, "wave" | "seconds">[]): {
  readonly seconds: number | null;
  readonly waves: number | null;
} {
  if (planned.length === 0) return { seconds: null, waves: null };
  const longest = new Map<number, number>();
  for (const { wave, seconds } of planned) longest.set(wave, Math.max(longest.get(wave) ?? 0, seconds));
  return { seconds: [...longest.values()].reduce((sum, one) => sum + one, 0), waves: longest.size };
}
