import type { PastMove } from "./past-move";

const MINUTE_MS = 60_000;

/** Moves that ended within so long before the last one make the rest after it longer. */
export const GROWTH_MS = 7 * 86_400_000;

export const MOST_TIMES = 8;

export interface Cooldown {
  /** From here on the guest may be moved again, Unix milliseconds. */
  readonly untilMs: number;
  readonly minutes: number;
  /** Moves that count, the last one included. */
  readonly moves: number;
  readonly last: PastMove;
}

/**
 * How long a guest rests after its last move: `cooldownMinutes × min(8, 2^(n − 1))`, `n` being its moves that ended within the 7 days
 * before the last one's end, that one included. Attempts that failed count like the others: whatever hinders a guest, trying again at
 * once does not help.
 *
 * @param history of any guests, in any order
 * @param cooldownMinutes 0 and more; 0 is no rest
 * @returns null for a guest that was not moved, and where there is no rest; the rest may be over
 */
export function cooldownOf(
  vmid: number,
  history: readonly PastMove[],
  cooldownMinutes: number,
): Cooldown | null {
  const own = history.filter((move) => move.vmid === vmid);
  const last = own.reduce<PastMove | null>(
    (latest, move) => (latest === null || move.endedAtMs > latest.endedAtMs ? move : latest),
    null,
  );
  if (last === null || cooldownMinutes <= 0) return null;
  const moves = own.filter(({ endedAtMs }) => endedAtMs > last.endedAtMs - GROWTH_MS).length;
  const minutes = cooldownMinutes * Math.min(MOST_TIMES, 2 ** (moves - 1));
  return { untilMs: last.endedAtMs + minutes * MINUTE_MS, minutes, moves, last };
}
