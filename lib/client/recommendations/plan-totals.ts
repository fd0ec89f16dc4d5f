import type { PlannedMoveRow } from "@/lib/api/recommendations";

export interface Wave {
  readonly wave: number;
  readonly moves: readonly PlannedMoveRow[];
  /** Until its slowest move is done. */
  readonly seconds: number;
}

/** Moves by wave, in their order. */
export function wavesOf(moves: readonly PlannedMoveRow[]): readonly Wave[] {
  const waves = new Map<number, PlannedMoveRow[]>();
  for (const move of moves) {
    const list = waves.get(move.wave);
    if (list) list.push(move);
    else waves.set(move.wave, [move]);
  }
  return [...waves]
    .sort(([one], [other]) => one - other)
    .map(([wave, ofWave]) => ({
      wave,
      moves: ofWave,
      seconds: Math.max(...ofWave.map(({ seconds }) => seconds)),
    }));
}

export interface PlanTotals {
  readonly moves: number;
  readonly waves: number;
  /** From the first move to the last: each wave waits for the one before it. */
  readonly seconds: number;
  readonly bytes: number;
  /** The longest standstill of any one guest. */
  readonly longestDowntimeMs: number;
}

/** What all moves of a plan cost together. */
export function planTotals(moves: readonly PlannedMoveRow[]): PlanTotals {
  const waves = wavesOf(moves);
  return {
    moves: moves.length,
    waves: waves.length,
    seconds: waves.reduce((sum, { seconds }) => sum + seconds, 0),
    bytes: moves.reduce((sum, { bytes }) => sum + bytes, 0),
    longestDowntimeMs: Math.max(0, ...moves.map(({ downtimeMs }) => downtimeMs)),
  };
}
