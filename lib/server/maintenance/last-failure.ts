import "server-only";
import { moveFailure } from "@/lib/api/moves";
import type { Move } from "@/prisma/generated/client";

/** Why a move did not happen and what helps, from what its executor found out. */
export function lastFailure(move: Pick<Move, "failure" | "result" | "toNode"> | undefined): {
  readonly detail: string;
  readonly fix: string;
} {
  const failure = moveFailure.safeParse(move?.failure);
  if (failure.success) {
    const { cause, advice } = failure.data;
    return { detail: `To ${move?.toNode}: ${cause}`, fix: advice };
  }
  return {
    detail: move ? `To ${move.toNode}: ${move.result ?? "it did not happen."}` : "It did not happen.",
    fix: "Mend what is said, then try again; or choose to shut it down or to leave it.",
  };
}
