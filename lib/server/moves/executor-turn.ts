import "server-only";
import { pool } from "@/lib/server/db/pool";
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

/**
 * Says on the move what keeps it from going on; it stays in its state.
 *
 * @returns milliseconds for which something has kept it, without those in which no executor looked
 */
export async function noteTrouble({ id }: Pick<Move, "id">, sentence: string): Promise<number> {
  const { rows } = await pool().query<{ age_ms: number }>(
    `UPDATE move SET trouble = $2, trouble_since = coalesce(trouble_since, now()), updated_at = now()
     WHERE id = $1 AND ended_at IS NULL
     RETURNING (extract(epoch FROM now() - trouble_since) * 1000)::float8 AS age_ms`,
    [id, sentence],
  );
  return Math.max(0, rows[0]?.age_ms ?? 0);
}

/** What was asked has been answered: trouble that comes now begins now. */
export async function endTrouble({ id }: Pick<Move, "id">): Promise<void> {
  await pool().query(
    `UPDATE move SET trouble = NULL, trouble_since = NULL, updated_at = now()
     WHERE id = $1 AND trouble_since IS NOT NULL AND ended_at IS NULL`,
    [id],
  );
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Milliseconds since a moment that another process may have written down. */
export function ageMs(moment: Date | null): number {
  return moment === null ? 0 : Math.max(0, Date.now() - moment.getTime());
}
