import "server-only";
import { floorTo } from "./sample-tables";
import type { SampleTrack } from "./sample-track";

export interface Line {
  /** The lowest value that is stored inside the step: an average of readings, save where readings themselves are. */
  readonly minimum: (number | null)[];
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
 * Averages, lowest and highest of one metric in equal steps. Samples narrower than a step are averaged; one that is wider
 * fills every step it covers where nothing finer is known, up to the first finer one. Steps without a sample are null.
 */
export function bucketSeries(
  track: SampleTrack | undefined,
  coarser: SampleTrack | undefined,
  options: BucketOptions & { readonly coarserMs: number },
): Line {
  const buckets = new Buckets(options);
  if (track) buckets.addAll(track);
  if (track && coarser) buckets.skipSpans(track, options.coarserMs);
  if (coarser) buckets.fill(coarser, options.coarserMs);
  return buckets.line();
}

class Buckets {
  private readonly options: BucketOptions;
  private readonly firstMs: number;
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;
  private readonly lows: Float64Array;
  private readonly peaks: Float64Array;
  private readonly fineSpans = new Set<number>();
  private firstFineMs = Number.POSITIVE_INFINITY;

  constructor(options: BucketOptions) {
    const count = options.timesMs.length;
    this.options = options;
    this.firstMs = options.timesMs[0] ?? 0;
    this.sums = new Float64Array(count);
    this.counts = new Uint32Array(count);
    this.lows = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.peaks = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  }

  addAll({ timesMs, columns }: SampleTrack): void {
    const { metric, width } = this.options;
    const [averages = [], peaks = []] = [columns[metric], columns[width + metric]];
    for (let place = 0; place < timesMs.length; place += 1) {
      this.add(timesMs[place] ?? 0, averages[place] ?? Number.NaN, peaks[place] ?? Number.NaN);
    }
  }

  /** Coarse samples speak only for spans in which nothing finer was read. */
  skipSpans({ timesMs, columns }: SampleTrack, coarserMs: number): void {
    const averages = columns[this.options.metric] ?? [];
    timesMs.forEach((atMs, place) => {
      if (!Number.isNaN(averages[place]) && this.indexOf(atMs) >= 0) {
        this.fineSpans.add(floorTo(atMs, coarserMs));
        this.firstFineMs = Math.min(this.firstFineMs, atMs);
      }
    });
  }

  fill(track: SampleTrack, coarserMs: number): void {
    const { metric, width, stepMs } = this.options;
    const { timesMs, columns } = track;
    const strideMs = Math.min(stepMs, coarserMs);
    const fineFromMs = this.fineFromMs(track, coarserMs);
    timesMs.forEach((startMs, place) => {
      const endMs = startMs + coarserMs;
      const untilMs = this.fineSpans.has(floorTo(startMs, coarserMs)) ? Math.min(endMs, fineFromMs) : endMs;
      const average = columns[metric]?.[place] ?? Number.NaN;
      const peak = columns[width + metric]?.[place] ?? Number.NaN;
      for (let atMs = startMs; atMs < untilMs; atMs += strideMs) this.add(atMs, average, peak);
    });
  }

  /**
   * The step in which the finer samples begin, where coarser ones lead up to it: what is missing of that span is
   * not a gap but of the time before. Without a coarser sample in the span before, nothing is known of it.
   */
  private fineFromMs({ timesMs, columns }: SampleTrack, coarserMs: number): number {
    const { metric, stepMs } = this.options;
    const spanBeforeMs = floorTo(this.firstFineMs, coarserMs) - coarserMs;
    const place = timesMs.indexOf(spanBeforeMs);
    const leadsUp = place >= 0 && !Number.isNaN(columns[metric]?.[place] ?? Number.NaN);
    if (!leadsUp) return Number.NEGATIVE_INFINITY;
    return this.firstMs + floorTo(this.firstFineMs - this.firstMs, stepMs);
  }

  private add(atMs: number, average: number, peak: number): void {
    const index = this.indexOf(atMs);
    if (Number.isNaN(average) || index < 0) return;
    this.sums[index] = (this.sums[index] ?? 0) + average;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.lows[index] = Math.min(this.lows[index] ?? average, average);
    this.peaks[index] = Math.max(this.peaks[index] ?? average, Number.isNaN(peak) ? average : peak);
  }

  private indexOf(atMs: number): number {
    const index = Math.floor((atMs - this.firstMs) / this.options.stepMs);
    return index < this.counts.length ? index : -1;
  }

  line(): Line {
    const minimum: (number | null)[] = [];
    const average: (number | null)[] = [];
    const maximum: (number | null)[] = [];
    this.counts.forEach((count, index) => {
      minimum.push(count === 0 ? null : (this.lows[index] ?? null));
      average.push(count === 0 ? null : (this.sums[index] ?? 0) / count);
      maximum.push(count === 0 ? null : (this.peaks[index] ?? null));
    });
    return { minimum, average, maximum };
  }
}
