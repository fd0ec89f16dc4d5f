import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { Move } from "@/prisma/generated/client";
import type { MoveTimings } from "./move-timings";

/** What the steps of one turn of the executor share. */
export interface ExecutorTurn {
  readonly move: Move;
  readonly timings: MoveTimings;
  /** Whether this executor still has the move, and the turn has time left. */
  readonly goesOn: () => boolean;
}

/** `on`: the move is in another state now, see there. `end`: somebody else wakes it. */
export type StepOutcome = "on" | "end" | { readonly pauseMs: number };

/** Says on the move what keeps it from going on; it stays in its state. */
export async function noteTrouble({ id, troubleSince }: Move, sentence: string): Promise<void> {
  await prisma.move.updateMany({
    where: { id, endedAt: null },
    data: { trouble: sentence, troubleSince: troubleSince ?? new Date() },
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Milliseconds since a moment that another process may have written down. */
export function ageMs(moment: Date | null): number {
  return moment === null ? 0 : Math.max(0, Date.now() - moment.getTime());
}
