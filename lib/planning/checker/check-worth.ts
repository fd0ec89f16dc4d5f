import { guestMemoryBytes } from "@/lib/inventory/guest-demand";
import type { Guest } from "@/lib/inventory/snapshot";
import type { CertificateCheck, PlannedMove } from "../plan";
import { isForcedMove } from "./check-execution";
import { checked, figure, isAbove, type PlanToCheck } from "./checked-plan";
import { type ClusterState, moveGuest } from "./cluster-state";
import { type Load, loadOf } from "./node-load";
import { unitsOf } from "./plan-steps";
import type { Scorer } from "./simulated-scores";

const SECONDS_AN_HOUR = 3_600;

/** Bytes a second between nodes of which nothing is known. */
const USUAL_BYTES_PER_SECOND = 125_000_000;

/** Learned factors may make a move cheaper than its bytes would say, but not by more than this. */
const LEAST_SECONDS_FACTOR = 0.05;

/** Whether the moves cost at least what they must, and those for balance's sake are worth it. */
export function checkWorth(
  state: ClusterState,
  { moves }: PlanToCheck,
  scorer: Scorer,
): readonly CertificateCheck[] {
  const costs = moves.flatMap((move) => costFaults(state, move));
  const worth: string[] = [];
  const scores: string[] = [];
  const known = new Map([...state.cluster.nodes.keys()].map((name) => [name, scorer.scoreOf(state, name)]));
  const measured = (unit: readonly PlannedMove[]): Measured => {
    for (const name of unit.flatMap(({ from, to }) => [from, to]))
      if (known.has(name)) known.set(name, scorer.scoreOf(state, name));
    return measuredWith(state, unit, { scorer, scores: known });
  };
  for (const unit of unitsOf(moves)) {
    const optional = unit.every((move) => !isForcedMove(move) && move.reason.need !== "distribution");
    const before = measured(unit);
    for (const { vmid, to } of unit) moveGuest(state, vmid, to);
    const after = measured(unit);
    if (!optional) continue;
    worth.push(...worthFaults(state, unit, { before, after }));
    scores.push(...scoreFaults(unit, { before, after }));
  }
  return [
    checked("cost", costs, "Every move is priced with at least what it has to carry."),
    checked("benefit", worth, "Every move for balance's sake is worth more than it costs."),
    checked("suitability", scores, "No move for balance's sake lowers the health or the worst node's score."),
  ];
}

/** A move carries at least the guest's memory and disks, over the bandwidth that there is. */
function costFaults(state: ClusterState, move: PlannedMove): readonly string[] {
  const guest = state.cluster.guests.get(move.vmid);
  if (!guest) return [];
  const { vmid, from, to, kind, seconds, bytes } = move;
  const faults: string[] = [];
  for (const value of [seconds, bytes, move.downtimeMs])
    if (!(value >= 0) || !Number.isFinite(value)) faults.push(`A cost of guest ${vmid} is ${value}.`);
  const disks = guest.disks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const least = disks + (kind === "live" ? memoryToSend(guest.guest) : 0);
  if (isAbove(least, bytes)) faults.push(`Guest ${vmid} has ${least} bytes to carry, not ${bytes}.`);
  const bandwidth = Math.min(bandwidthOf(state, from), bandwidthOf(state, to));
  if (isAbove((LEAST_SECONDS_FACTOR * bytes) / bandwidth, seconds))
    faults.push(`${bytes} bytes of guest ${vmid} cannot be sent in ${figure(seconds)} s.`);
  return [...faults, ...downtimeFaults(move)];
}

function memoryToSend(guest: Guest): number {
  const seen = Math.max(guest.memoryHostBytes ?? 0, guest.memoryUsedBytes ?? 0);
  return seen > 0 ? seen : (guestMemoryBytes(guest) ?? 0);
}

function downtimeFaults({ vmid, kind, downtimeMs }: PlannedMove): readonly string[] {
  const runs = kind !== "offline";
  if (runs && !(downtimeMs > 0)) return [`Guest ${vmid} runs and has no downtime.`];
  return !runs && downtimeMs > 0 ? [`Guest ${vmid} does not run and has a downtime.`] : [];
}

function bandwidthOf({ cluster }: ClusterState, node: string): number {
  return Math.max(1, cluster.input.nodePolicies.get(node)?.migrationBytesPerSecond ?? USUAL_BYTES_PER_SECOND);
}

interface Measured {
  /** Highest load of the nodes that the moves touch, and its threshold. */
  readonly load: number;
  readonly threshold: number;
  /** Load of every node that the moves touch. */
  readonly loads: ReadonlyMap<string, number>;
  readonly worstScore: number;
  readonly health: number | null;
}

interface BeforeAndAfter {
  readonly before: Measured;
  readonly after: Measured;
}

interface KnownScores {
  readonly scorer: Scorer;
  readonly scores: ReadonlyMap<string, number>;
}

function measuredWith(
  state: ClusterState,
  unit: readonly PlannedMove[],
  { scorer, scores }: KnownScores,
): Measured {
  const touched = new Set(unit.flatMap(({ from, to }) => [from, to]));
  const own = [...touched].flatMap((name) => {
    const node = state.cluster.nodes.get(name);
    return node ? [{ name, ...loadOf(state, node) }] : [];
  });
  const loads = new Map(own.map(({ name, load }) => [name, load]));
  const { load, threshold } = own.reduce<Load>((one, other) => (other.load > one.load ? other : one), {
    load: 0,
    threshold: 1,
  });
  const counted = [...scores].filter(([name]) => scorer.counts(name)).map(([, score]) => score);
  return { load, threshold, loads, worstScore: Math.min(...counted), health: scorer.healthOf(scores) };
}

function worthFaults(
  { cluster }: ClusterState,
  unit: readonly PlannedMove[],
  { before, after }: BeforeAndAfter,
): readonly string[] {
  const { settings } = cluster.input;
  const relieved = (before.load - after.load) * before.threshold;
  const least = (leastShare(unit, before, after) * settings["planning.minImprovement"]) / 100;
  const benefit = relieved * settings["planning.benefitHours"] * SECONDS_AN_HOUR;
  const seconds = unit.reduce((sum, move) => sum + move.seconds, 0);
  const faults: string[] = [];
  if (isAbove(least, relieved))
    faults.push(`${guestsOf(unit)} relieve ${figure(relieved)} of a node, at least ${least} is asked for.`);
  if (!isAbove(benefit, seconds))
    faults.push(`${guestsOf(unit)} cost ${figure(seconds)} s and are worth ${figure(benefit)} s.`);
  return faults;
}

/** For a guest that takes less than 4 points off the most loaded node, that much less than for a bigger one. */
function leastShare(unit: readonly PlannedMove[], before: Measured, after: Measured): number {
  if (unit.length > 1) return unit.length;
  const taken = [...before.loads]
    .filter(([, load]) => load === before.load)
    .map(([name, load]) => (load - (after.loads.get(name) ?? load)) * before.threshold);
  return Math.min(1, Math.max(0, ...taken) / 0.04);
}

function scoreFaults(unit: readonly PlannedMove[], { before, after }: BeforeAndAfter): readonly string[] {
  const faults: string[] = [];
  if (isAbove(before.worstScore, after.worstScore))
    faults.push(
      `${guestsOf(unit)} lower the worst node from ${figure(before.worstScore)} to ${figure(after.worstScore)}.`,
    );
  if (before.health !== null && after.health !== null && isAbove(before.health, after.health))
    faults.push(
      `${guestsOf(unit)} lower the cluster's health from ${figure(before.health)} to ${figure(after.health)}.`,
    );
  return faults;
}

function guestsOf(unit: readonly PlannedMove[]): string {
  return `The moves of ${unit.map(({ vmid }) => vmid).join(", ")}`;
}
