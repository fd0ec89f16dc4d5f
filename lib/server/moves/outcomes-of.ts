import "server-only";
import { type MoveOutcome, moveOutcome, movePrediction } from "@/lib/api/moves";
import type { MoveOutcome as StoredOutcome } from "@/prisma/generated/client";
import type { MoveWithoutLog } from "./move-row";
import { outcomeFigures } from "./outcome-figures";
import { OUTCOMES_AT } from "./outcome-points";

/** Every moment at which a move that was done is measured, past and to come; none for any other move. */
export function outcomesOf(move: MoveWithoutLog, stored: readonly StoredOutcome[]): readonly MoveOutcome[] {
  const { state, endedAt } = move;
  if (state !== "done" || endedAt === null) return [];
  const pending = outcomeFigures({ ...move, predicted: movePrediction.parse(move.predicted) }, null);
  return OUTCOMES_AT.map(({ point, afterMs }): MoveOutcome => {
    const dueAtMs = endedAt.getTime() + afterMs;
    const known = stored.find((outcome) => outcome.point === point);
    if (!known)
      return {
        point,
        dueAtMs,
        state: "pending",
        readAtMs: null,
        sentence: null,
        otherMoves: null,
        ...pending,
      };
    return {
      point,
      dueAtMs,
      state: known.state === "measured" ? "measured" : "missed",
      readAtMs: known.readAt?.getTime() ?? null,
      sentence: known.sentence,
      otherMoves: known.otherMoves,
      ...FIGURES.parse(known.figures),
    };
  });
}

const FIGURES = moveOutcome.pick({ nodes: true, cluster: true });
