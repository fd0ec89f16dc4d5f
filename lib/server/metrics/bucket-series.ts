import "server-only";
import type { SampleEntry } from "./sample-block";
import { floorTo } from "./sample-tables";

export interface Line {
  readonly average: (number | null)[];
  readonly maximum: (number | null)[];
}

export interface BucketOptions {
  readonly timesMs: readonly number[];
  readonly stepMs: number;
  /** Place of the metric among the averages, and how many there are. */
  readonly metric: number;
  readonly width: number;
}

/**
 * Averages and maxima of one metric in equal steps. Entries narrower than a step are averaged; one that is wider
 * fills every step it covers where nothing finer is known. Steps without an entry are null.
 */
export function bucketSeries(
  entries: Iterable<SampleEntry>,
  coarser: Iterable<SampleEntry>,
  options: BucketOptions & { readonly coarserMs: number },
): Line {
  const buckets = new Buckets(options);
  for (const entry of entries) buckets.add(entry, entry.key);
  buckets.fill(coarser, options.coarserMs);
  return buckets.line();
}

class Buckets {
  private readonly options: BucketOptions;
  private readonly firstMs: number;
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;
  private readonly peaks: Float64Array;
  private readonly fineSpans = new Set<number>();
  private readonly keys: number[] = [];

  constructor(options: BucketOptions) {
    const count = options.timesMs.length;
    this.options = options;
    this.firstMs = options.timesMs[0] ?? 0;
    this.sums = new Float64Array(count);
    this.counts = new Uint32Array(count);
    this.peaks = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  add({ values }: SampleEntry, atMs: number): void {
    const { metric, width, stepMs } = this.options;
    const average = values[metric] ?? Number.NaN;
    const index = Math.floor((atMs - this.firstMs) / stepMs);
    if (Number.isNaN(average) || index < 0 || index >= this.counts.length) return;
    const peak = values[width + metric] ?? Number.NaN;
    this.sums[index] = (this.sums[index] ?? 0) + average;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.peaks[index] = Math.max(this.peaks[index] ?? average, Number.isNaN(peak) ? average : peak);
    this.keys.push(atMs);
  }

  /** Coarse entries speak only for spans in which nothing finer was read. */
  fill(coarser: Iterable<SampleEntry>, coarserMs: number): void {
    for (const atMs of this.keys) this.fineSpans.add(floorTo(atMs, coarserMs));
    const strideMs = Math.min(this.options.stepMs, coarserMs);
    for (const entry of [...coarser]) {
      if (this.fineSpans.has(floorTo(entry.key, coarserMs))) continue;
      for (let atMs = entry.key; atMs < entry.key + coarserMs; atMs += strideMs) this.add(entry, atMs);
    }
  }

  line(): Line {
    const average: (number | null)[] = [];
    const maximum: (number | null)[] = [];
    this.counts.forEach((count, index) => {
      average.push(count === 0 ? null : (this.sums[index] ?? 0) / count);
      maximum.push(count === 0 ? null : (this.peaks[index] ?? null));
    });
    return { average, maximum };
  }
}
