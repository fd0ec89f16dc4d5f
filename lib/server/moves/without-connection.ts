import "server-only";
import { moveState } from "@/lib/api/moves";
import type { AppError } from "@/lib/server/http/app-error";
import { type ExecutorTurn, noteTrouble, type StepOutcome } from "./executor-turn";
import { isBeforeRequest } from "./move-states";
import { transitionMove } from "./transition-move";

const LOOK_AGAIN_MS = 10_000;

/**
 * A move whose cluster's connection is paused or removed. One that has not begun is called off; of one that is under way nobody can say what
 * becomes of it, at once when the connection is removed, and after a while when it stays paused.
 */
export async function withoutConnection(
  { move, timings }: ExecutorTurn,
  { code, message }: AppError,
): Promise<StepOutcome> {
  const state = moveState.parse(move.state);
  const isUnsent = state === "submitting" && move.intentId === null;
  if (isBeforeRequest(state) || isUnsent) {
    const sentence = `${message} Nothing had been started.`;
    await transitionMove({
      moveId: move.id,
      from: state,
      to: "cancelled",
      sentence,
      changes: { result: sentence },
      ...(isUnsent && { where: { intentId: null } }),
    });
    return "on";
  }
  const troubleMs = await noteTrouble(move, message);
  const isRemoved = code === "not_found";
  if (!isRemoved && troubleMs < timings.taskLostMs) return { pauseMs: LOOK_AGAIN_MS };
  const sentence = `What became of the move cannot be found out: ${message} Look where the guest is, and say so here.`;
  await transitionMove({
    moveId: move.id,
    from: state,
    to: "unknown",
    sentence,
    changes: { result: sentence },
  });
  return "on";
}
