import { z } from "zod";

/** What expected durations of moves are made from. */
export const moveSpeed = z.object({
  /** What is sent from node to node in a second; of moves in the middle where it was learned. */
  bytesPerSecond: z.number(),
  /** Live moves of the last 90 days that it was learned from; null while it is assumed. */
  learnedFromMoves: z.number().int().nullable(),
  /** Half of those moves were within this part of it; while it is assumed, what is taken for the error. */
  spreadFraction: z.number(),
});
export type MoveSpeed = z.infer<typeof moveSpeed>;
