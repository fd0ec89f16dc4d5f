import "server-only";
import type { GUEST_METRICS, NODE_METRICS, STORAGE_METRICS } from "@/lib/api/series";

export type SampleKind = "node" | "guest" | "storage";

/** How a value becomes a small whole number: see {@link quantise}. */
export type MetricScale = "fraction" | "bytes" | "rate" | "hundredths";

export interface LayoutMetric {
  readonly name: string;
  readonly scale: MetricScale;
}

type Layout<Name extends string> = readonly { readonly name: Name; readonly scale: MetricScale }[];

/**
 * The columns of a stored block, in order. Append only: a block says how many columns it has, and older blocks
 * simply have fewer.
 */
const NODE_LAYOUT: Layout<(typeof NODE_METRICS)[number] | "memoryTotalBytes" | "cpuCount"> = [
  { name: "cpuFraction", scale: "fraction" },
  { name: "ioWaitFraction", scale: "fraction" },
  { name: "memoryUsedBytes", scale: "bytes" },
  { name: "swapUsedBytes", scale: "bytes" },
  { name: "loadAverageOneMinute", scale: "hundredths" },
  { name: "netInBytesPerSecond", scale: "rate" },
  { name: "netOutBytesPerSecond", scale: "rate" },
  { name: "rootUsedBytes", scale: "bytes" },
  { name: "pressureCpuSomeFraction", scale: "fraction" },
  { name: "pressureIoSomeFraction", scale: "fraction" },
  { name: "pressureIoFullFraction", scale: "fraction" },
  { name: "pressureMemorySomeFraction", scale: "fraction" },
  { name: "pressureMemoryFullFraction", scale: "fraction" },
  { name: "penaltyPoints", scale: "hundredths" },
  { name: "memoryTotalBytes", scale: "bytes" },
  { name: "cpuCount", scale: "hundredths" },
];

const GUEST_LAYOUT: Layout<(typeof GUEST_METRICS)[number]> = [
  { name: "cpuFraction", scale: "fraction" },
  { name: "memoryUsedBytes", scale: "bytes" },
  { name: "memoryHostBytes", scale: "bytes" },
  { name: "diskUsedBytes", scale: "bytes" },
  { name: "netInBytesPerSecond", scale: "rate" },
  { name: "netOutBytesPerSecond", scale: "rate" },
  { name: "diskReadBytesPerSecond", scale: "rate" },
  { name: "diskWriteBytesPerSecond", scale: "rate" },
];

const STORAGE_LAYOUT: Layout<(typeof STORAGE_METRICS)[number]> = [
  { name: "usedBytes", scale: "bytes" },
  { name: "totalBytes", scale: "bytes" },
];

export const METRIC_LAYOUT: Readonly<Record<SampleKind, readonly LayoutMetric[]>> = {
  node: NODE_LAYOUT,
  guest: GUEST_LAYOUT,
  storage: STORAGE_LAYOUT,
};

/** Short form of the kind in keys. Stored: never renumber. */
export const KIND_CODE: Readonly<Record<SampleKind, number>> = { node: 1, guest: 2, storage: 3 };

export const SAMPLE_KINDS: readonly SampleKind[] = ["node", "guest", "storage"];

/** @throws RangeError for a number that no version wrote */
export function kindOfCode(code: number): SampleKind {
  const kind = SAMPLE_KINDS.find((candidate) => KIND_CODE[candidate] === code);
  if (!kind) throw new RangeError(`There is no kind of sample numbered ${code}.`);
  return kind;
}

/**
 * What is kept of each metric. A minute has at most a dozen readings, and the nearest rank of 95 % among fewer than
 * twenty is the greatest: its p95 is its maximum and is not kept twice. An hour's p95 is over its minutes' averages.
 */
export type Statistic = "average" | "maximum" | "p95";

export const STATISTICS = {
  reading: ["average"],
  minute: ["average", "maximum"],
  hour: ["average", "maximum", "p95"],
} as const satisfies Record<string, readonly Statistic[]>;

export type SampleTier = keyof typeof STATISTICS;
