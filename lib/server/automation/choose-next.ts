import "server-only";
import type { DecisionRecord } from "./run-record";

/** Whether a move from one node to another finds a place now. */
export type HasRoom = (move: Pick<DecisionRecord, "fromNode" | "toNode">) => boolean;

/**
 * The move of a round that is to begin next, by rank; null when none may begin now.
 *
 * Moves of one wave may run side by side; a later wave waits until what is under way has ended. A unit that has begun goes on in its order,
 * before another one begins, and waits for its place as every move does. A unit that has not begun only begins where there is room.
 *
 * @param round decisions of the newest round
 */
export function chooseNext(round: readonly DecisionRecord[], hasRoom: HasRoom): DecisionRecord | null {
  const underWay = round.filter(({ moveId, moveState }) => moveId !== null && moveState === null);
  const begun = new Set(round.filter(({ moveId }) => moveId !== null).map(({ unit }) => unit));
  const firsts = firstPending(round).filter(({ unit }) => !underWay.some((one) => one.unit === unit));
  const going = firsts.filter(({ unit }) => begun.has(unit));
  const candidates = going.length > 0 ? going : firsts.filter((one) => !begun.has(one.unit));
  const lowest = Math.min(...candidates.map(({ wave }) => wave));
  const limit = Math.min(lowest, ...underWay.map(({ wave }) => wave));
  return candidates.find((one) => one.wave <= limit && (begun.has(one.unit) || hasRoom(one))) ?? null;
}

/** Of each unit the first move that has not begun, by rank. */
function firstPending(round: readonly DecisionRecord[]): readonly DecisionRecord[] {
  const firsts = new Map<number, DecisionRecord>();
  for (const one of round) {
    if (one.action === "pending" && !firsts.has(one.unit)) firsts.set(one.unit, one);
  }
  return [...firsts.values()];
}
