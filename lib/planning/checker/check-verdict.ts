import type { BlockedGuest, CertificateCheck } from "../plan";
import { brokenCounts, misplacedOf } from "./broken-rules";
import type { Ends } from "./check-figures";
import { checked, type PlanToCheck } from "./checked-plan";
import type { ClusterState } from "./cluster-state";
import { excessOf, guestsToEvacuate } from "./goal";
import { guestFaults, targetFaults } from "./move-faults";
import { roomFaults } from "./room-faults";

/** Whether the verdict follows from the moves, and what is said to be blocked is. */
export function checkVerdict(ends: Ends, plan: PlanToCheck): readonly CertificateCheck[] {
  return [
    checked("verdict", verdictFaults(ends, plan), `"${plan.verdict}" follows from the moves.`),
    checked("evacuation", evacuationFaults(ends.after, plan), evacuationSentence(ends)),
    checked(
      "blocked",
      plan.blocked.flatMap((guest) => blockedFaults(ends.after, guest)),
      `${plan.blocked.length} guests must move and cannot; every other node refuses them.`,
    ),
    checked(
      "not-moved",
      notMovedFaults(ends.after, plan),
      "Guests that stay exist, and each has its reason.",
    ),
  ];
}

function verdictFaults({ after }: Ends, plan: PlanToCheck): readonly string[] {
  const { verdict, moves, blocked, conflicts, reason } = plan;
  const faults: string[] = [];
  if (reason.trim() === "") faults.push("The plan has no reason.");
  if (verdict === "plan" && moves.length === 0) faults.push("A plan without moves is none.");
  if (verdict === "balanced" && moves.length > 0) faults.push("What is balanced needs no moves.");
  const somethingBlocked = blocked.length > 0 || conflicts.length > 0;
  if (verdict === "blocked") {
    const open = brokenCounts(after).strict > 0 || guestsToEvacuate(after).length > 0 || excessOf(after) > 0;
    if (!somethingBlocked && !open) faults.push("Nothing is blocked.");
    return faults;
  }
  if (blocked.length > 0)
    faults.push(`${blocked.length} guests are blocked, and the verdict does not say so.`);
  if (isCutShort(after, plan)) return faults;
  const { strict } = brokenCounts(after);
  if (strict > 0) faults.push(`${strict} guests are in the wrong place of strict rules at the end.`);
  return faults;
}

/** The limit of moves was reached: what is left is planned the next time. */
function isCutShort({ cluster }: ClusterState, { moves }: PlanToCheck): boolean {
  return moves.length >= cluster.input.settings["planning.maxMoves"];
}

function evacuationFaults(after: ClusterState, plan: PlanToCheck): readonly string[] {
  if (isCutShort(after, plan)) return [];
  const explained = new Set(plan.blocked.map(({ vmid }) => vmid));
  return guestsToEvacuate(after)
    .filter((vmid) => !explained.has(vmid))
    .map((vmid) => `Guest ${vmid} is left on ${after.nodeOf.get(vmid)} and not named as blocked.`);
}

function evacuationSentence({ before, after }: Ends): string {
  const was = guestsToEvacuate(before).length;
  const is = guestsToEvacuate(after).length;
  if (was === 0) return "No node had to be emptied.";
  return is === 0
    ? `All ${was} guests left the nodes to be emptied.`
    : `${was - is} of ${was} guests left the nodes to be emptied; the others are named as blocked.`;
}

function blockedFaults(after: ClusterState, blocked: BlockedGuest): readonly string[] {
  const { vmid, node } = blocked;
  const guest = after.cluster.guests.get(vmid);
  if (!guest) return [`Guest ${vmid} is blocked and does not exist.`];
  const faults: string[] = [];
  if (after.nodeOf.get(vmid) !== node)
    faults.push(`Guest ${vmid} is blocked on ${node} and ends on ${after.nodeOf.get(vmid)}.`);
  if (blocked.detail.trim() === "" || blocked.fix.trim() === "")
    faults.push(`It is not said why guest ${vmid} is blocked or what helps.`);
  return [...faults, ...(CHECKABLE.has(blocked.reason) ? openTargets(after, vmid) : [])];
}

/** Refusals that can be re-derived from where the guest would go. */
const CHECKABLE: ReadonlySet<string> = new Set([
  "template",
  "locked",
  "passthrough",
  "local-mount",
  "ignored-guest",
  "source-offline",
  "source-ignored",
  "target-offline",
  "target-maintenance",
  "target-ignored",
  "target-unreadable",
  "storage-missing",
  "storage-content",
  "storage-full",
  "cpu-count",
  "memory-headroom",
  "cpu-overcommit",
  "pin",
]);

/** Nodes that would take a blocked guest as everything stands at the end. */
function openTargets(state: ClusterState, vmid: number): readonly string[] {
  const guest = state.cluster.guests.get(vmid);
  const from = state.nodeOf.get(vmid) ?? "";
  if (!guest) return [];
  const source = state.cluster.nodes.get(from);
  return [...state.cluster.nodes.values()].flatMap((target): string[] => {
    if (target.name === from) return [];
    const asked = { state, guest, source, target, forced: true };
    const refused =
      guestFaults(asked).length > 0 ||
      targetFaults(asked).length > 0 ||
      roomFaults(state, target, [{ guest, forced: true }]).length > 0 ||
      breaksMore(state, vmid, target.name);
    return refused ? [] : [`Guest ${vmid} is named as blocked, but may go to ${target.name}.`];
  });
}

/** Whether some strict rule would have more guests in the wrong place with the guest on the target, or it met one it must not. */
function breaksMore(state: ClusterState, vmid: number, target: string): boolean {
  const there = { ...state, nodeOf: new Map(state.nodeOf).set(vmid, target) };
  return (state.cluster.rulesOf.get(vmid) ?? []).some((rule) => {
    if (!rule.strict) return false;
    const meets =
      rule.kind === "anti-affinity" &&
      rule.vmids.some((other) => other !== vmid && state.nodeOf.get(other) === target);
    return meets || misplacedOf(rule, there) > misplacedOf(rule, state);
  });
}

function notMovedFaults({ cluster }: ClusterState, { notMoved, moves }: PlanToCheck): readonly string[] {
  const moved = new Set(moves.map(({ vmid }) => vmid));
  return notMoved.flatMap(({ vmid, reason, detail }): string[] => {
    const faults: string[] = [];
    if (!cluster.guests.has(vmid)) faults.push(`Guest ${vmid} stays and does not exist.`);
    if (moved.has(vmid)) faults.push(`Guest ${vmid} is moved and named as staying.`);
    if (reason.trim() === "" || detail.trim() === "") faults.push(`It is not said why guest ${vmid} stays.`);
    return faults;
  });
}
