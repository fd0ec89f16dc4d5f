import "server-only";
import type { SampleColumns, SampleEntry } from "./sample-block";

/**
 * The samples of one object over time, a column per statistic and metric, in the order in which they were found.
 * Weeks of minutes cost a few arrays instead of an object each.
 */
export class SampleTrack {
  readonly timesMs: number[] = [];
  readonly columns: readonly number[][];
  readonly #readings: number[] = [];
  #places: Map<number, number> | null = null;

  constructor(columns: number) {
    this.columns = Array.from({ length: columns }, () => []);
  }

  /** Adds one row of a block, of a time that is not here yet. */
  append(atMs: number, { readings, values }: Pick<SampleColumns, "readings" | "values">, row: number): void {
    this.#places = null;
    this.timesMs.push(atMs);
    this.#readings.push(readings[row] ?? 0);
    for (let column = 0; column < this.columns.length; column += 1) {
      this.columns[column]?.push(values[column]?.[row] ?? Number.NaN);
    }
  }

  /** Adds a sample unless one of its time is here that was made from as many readings (see mergeEntries). */
  merge({ key, readings, values }: SampleEntry): void {
    this.#places ??= new Map(this.timesMs.map((atMs, place) => [atMs, place]));
    const place = this.#places.get(key) ?? this.timesMs.length;
    if (place < this.timesMs.length && readings <= (this.#readings[place] ?? 0)) return;
    this.#places.set(key, place);
    this.timesMs[place] = key;
    this.#readings[place] = readings;
    this.columns.forEach((column, index) => {
      column[place] = values[index] ?? Number.NaN;
    });
  }

  entries(): SampleEntry[] {
    return this.timesMs.map((key, place) => ({
      key,
      readings: this.#readings[place] ?? 0,
      values: this.columns.map((column) => column[place] ?? Number.NaN),
    }));
  }
}
