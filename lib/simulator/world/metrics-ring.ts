/** Figures kept for each guest and moment: the columns of {@link Generation.guests}. */
export const GUEST_COLUMNS = ["cpu", "memory", "netIn", "netOut", "diskRead", "diskWrite", "uptime"] as const;

const WIDTH = GUEST_COLUMNS.length;

/** PVE keeps the last 180 and the newest, ten seconds apart: about half an hour. */
export const GENERATIONS_KEPT = 181;

/** All statistics of one moment. */
export interface Generation {
  readonly at: number;
  readonly nodes: ReadonlyMap<string, readonly number[]>;
  /** Seven figures for each slot; NaN where no guest was seen, an uptime of -1 where it did not run. */
  readonly guests: Float64Array;
}

/** The last half hour of statistics, as `/cluster/metrics/export` needs it. */
export class MetricsRing {
  readonly #generations: Generation[] = [];

  push(generation: Generation): void {
    this.#generations.push(generation);
    if (this.#generations.length > GENERATIONS_KEPT) this.#generations.shift();
  }

  /** The newest ones, oldest first. */
  last(count: number): readonly Generation[] {
    return this.#generations.slice(-Math.max(1, Math.min(count, GENERATIONS_KEPT)));
  }
}

export function emptyFigures(slots: number): Float64Array {
  return new Float64Array(slots * WIDTH).fill(Number.NaN);
}

export function writeFigures(figures: Float64Array, slot: number, values: readonly number[]): void {
  figures.set(values, slot * WIDTH);
}

/** The seven figures of a slot, or null where there was no guest. */
export function figuresOf(generation: Generation, slot: number): Float64Array | null {
  const figures = generation.guests.subarray(slot * WIDTH, (slot + 1) * WIDTH);
  const uptime = figures[WIDTH - 1];
  return uptime === undefined || Number.isNaN(uptime) ? null : figures;
}
