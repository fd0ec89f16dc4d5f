import type { CertificateCheck } from "../plan";
import { blockedFaults, leftOnFullNodes } from "./blocked-faults";
import { brokenCounts } from "./broken-rules";
import type { Ends } from "./check-figures";
import { checked, checkedGuests, type PlanToCheck } from "./checked-plan";
import type { ClusterState } from "./cluster-state";
import { excessOf, guestsToEvacuate } from "./goal";

/** Whether the verdict follows from the moves, and what is said to be blocked is. */
export function checkVerdict(ends: Ends, plan: PlanToCheck): readonly CertificateCheck[] {
  return [
    checked("verdict", verdictFaults(ends, plan), `"${plan.verdict}" follows from the moves.`),
    checkedGuests("evacuation", evacuationFaults(ends.after, plan), evacuationSentence(ends)),
    checkedGuests(
      "blocked",
      [
        ...plan.blocked.flatMap((guest) =>
          blockedFaults(ends.after, guest).map((fault) => ({ vmid: guest.vmid, fault })),
        ),
        ...(isCutShort(ends.after, plan) || plan.scope !== undefined
          ? []
          : leftOnFullNodes(ends.after, new Set([...plan.blocked, ...plan.moves].map(({ vmid }) => vmid)))),
      ],
      `${plan.blocked.length} guests must move and cannot; no node takes them, or none that helps.`,
    ),
    checked(
      "not-moved",
      notMovedFaults(ends.after, plan),
      "Guests that stay exist, and each has its reason.",
    ),
  ];
}

function verdictFaults({ after }: Ends, plan: PlanToCheck): readonly string[] {
  const { verdict, moves, blocked, conflicts, reason, scope } = plan;
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
  if (isCutShort(after, plan) || scope !== undefined) return faults;
  const { strict } = brokenCounts(after);
  if (strict > 0) faults.push(`${strict} guests are in the wrong place of strict rules at the end.`);
  return faults;
}

/** The limit of moves was reached: what is left is planned the next time. */
function isCutShort({ cluster }: ClusterState, { moves }: PlanToCheck): boolean {
  return moves.length >= cluster.input.settings["planning.maxMoves"];
}

function evacuationFaults(
  after: ClusterState,
  plan: PlanToCheck,
): readonly { readonly vmid: number; readonly fault: string }[] {
  if (isCutShort(after, plan) || plan.scope === "home") return [];
  const explained = new Set(plan.blocked.map(({ vmid }) => vmid));
  return guestsToEvacuate(after)
    .filter((vmid) => !explained.has(vmid))
    .map((vmid) => ({
      vmid,
      fault: `Guest ${vmid} is left on ${after.nodeOf.get(vmid)} and not named as blocked.`,
    }));
}

function evacuationSentence({ before, after }: Ends): string {
  const was = guestsToEvacuate(before).length;
  const is = guestsToEvacuate(after).length;
  if (was === 0) return "No node had to be emptied.";
  return is === 0
    ? `All ${was} guests left the nodes to be emptied.`
    : `${was - is} of ${was} guests left the nodes to be emptied; the others are named as blocked.`;
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
