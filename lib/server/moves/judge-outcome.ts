import "server-only";
import type { Move } from "@/prisma/generated/client";
import type { GuestPlace } from "./pve/read-guest-place";

/** Stands for the end of a task of which PVE has no record. */
export const NO_RECORD = "its record is gone";

export interface MoveVerdict {
  readonly state: "done" | "failed" | "cancelled" | "unknown";
  readonly sentence: string;
  readonly warnings: readonly string[];
}

export interface OutcomeQuestion {
  readonly move: Pick<Move, "taskExit" | "fromNode" | "toNode" | "kind" | "cancelRequestedAt">;
  /** Where the guest is now; null when the cluster has none of its number. */
  readonly place: GuestPlace | null;
  readonly waitedMs: number;
  readonly patienceMs: number;
}

/** A reading may show the guest where it was a moment longer, and a good task's guest is looked for so long. */
const SETTLE_SHARE = 0.25;

/**
 * What became of a move whose task has ended, by where the guest is.
 *
 * @returns null while it may still change by itself: PVE's lock is there, the guest is being started, the reading lags behind
 */
export function judgeOutcome(question: OutcomeQuestion): MoveVerdict | null {
  const { move, place, waitedMs, patienceMs } = question;
  const isLate = waitedMs >= patienceMs;
  const isSettled = waitedMs >= patienceMs * SETTLE_SHARE;
  const isGood = isGoodExit(move.taskExit);
  if (place === null) {
    if (!isSettled) return null;
    return verdict(isGood ? "failed" : "unknown", "The guest is not in the cluster any more.");
  }
  if (place.lock === "migrate") {
    if (!isLate) return null;
    const sentence = `The task has ended, and the guest is on ${place.node} but still locked (migrate). Look whether anything works on it, remove the lock (qm unlock or pct unlock), and say so here.`;
    return verdict("unknown", sentence);
  }
  if (place.node === move.toNode) return judgeArrived(question, place, isLate);
  if (isGood && !isSettled) return null;
  if (place.node !== move.fromNode)
    return verdict("failed", `The guest is on ${place.node}, not on ${move.toNode}.`);
  return judgeStayed(question, isGood);
}

function judgeArrived({ move }: OutcomeQuestion, place: GuestPlace, isLate: boolean): MoveVerdict | null {
  const shouldRun = move.kind !== "offline";
  if (shouldRun && place.status !== "running" && !isLate) return null;
  const isRead = move.taskExit !== null && move.taskExit !== NO_RECORD;
  const idle = shouldRun && place.status !== "running";
  const warnings = [
    ...(idle ? [`The guest is ${place.status} on ${move.toNode}, and it ran before.`] : []),
    ...(move.taskExit?.startsWith("WARNINGS")
      ? [`The task ended with warnings (${move.taskExit}); see its log.`]
      : []),
    ...(isRead ? [] : ["How the task ended could not be read."]),
    ...(isRead && !isGoodExit(move.taskExit)
      ? [`The task failed (${move.taskExit}), but the guest arrived.`]
      : []),
    ...(move.cancelRequestedAt ? ["It was to be stopped, but it was too late."] : []),
  ];
  return { state: "done", sentence: `The guest is on ${move.toNode}.`, warnings };
}

function judgeStayed({ move }: OutcomeQuestion, isGood: boolean): MoveVerdict {
  const { fromNode, toNode } = move;
  if (isGood)
    return verdict("failed", `The task ended well, but the guest is on ${fromNode} and not on ${toNode}.`);
  if (move.taskExit === null)
    return verdict(
      "unknown",
      `How the task ended cannot be read; the guest is on ${fromNode}. Look whether all is well, and say so here.`,
    );
  if (move.cancelRequestedAt)
    return verdict("cancelled", `The move was stopped; the guest is on ${fromNode}, as before.`);
  return verdict("failed", `The guest did not move; it is on ${fromNode}.`);
}

function isGoodExit(exit: string | null): boolean {
  return exit === "OK" || exit?.startsWith("WARNINGS") === true;
}

function verdict(state: MoveVerdict["state"], sentence: string): MoveVerdict {
  return { state, sentence, warnings: [] };
}
