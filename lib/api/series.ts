import { z } from "zod";
import { SERIES_RANGES } from "./series-ranges";

export const NODE_METRICS = [
  "cpuFraction",
  "ioWaitFraction",
  "memoryUsedBytes",
  "swapUsedBytes",
  "loadAverageOneMinute",
  "netInBytesPerSecond",
  "netOutBytesPerSecond",
  "rootUsedBytes",
  "pressureCpuSomeFraction",
  "pressureIoSomeFraction",
  "pressureIoFullFraction",
  "pressureMemorySomeFraction",
  "pressureMemoryFullFraction",
  "penaltyPoints",
] as const;

export const GUEST_METRICS = [
  "cpuFraction",
  "memoryUsedBytes",
  "memoryHostBytes",
  "diskUsedBytes",
  "netInBytesPerSecond",
  "netOutBytesPerSecond",
  "diskReadBytesPerSecond",
  "diskWriteBytesPerSecond",
] as const;

export const STORAGE_METRICS = ["usedBytes", "totalBytes"] as const;

const METRICS = [...new Set([...NODE_METRICS, ...GUEST_METRICS, ...STORAGE_METRICS])];

export const seriesQuery = z.object({
  kind: z.enum(["node", "guest", "storage"]),
  /** Object numbers, comma-separated, 1 to 32. */
  objects: z
    .string()
    .regex(/^\d+(,\d+){0,31}$/, "1 to 32 object numbers, comma-separated")
    .transform((text) => text.split(",").map(Number)),
  /** Metric names, comma-separated. */
  metrics: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(METRICS)).min(1).max(16)),
  range: z.enum(SERIES_RANGES).optional(),
  fromMs: z.coerce.number().int().nonnegative().optional(),
  toMs: z.coerce.number().int().nonnegative().optional(),
  /** Upper bound of points a line. */
  points: z.coerce.number().int().min(10).max(2_000).default(400),
});

const line = z.array(z.number().nullable());

/** Values by object and metric, each array as long as `timesMs`; null is a gap. */
export const seriesResponse = z.object({
  /** Width of one step. */
  resolutionSeconds: z.number().int(),
  /** Width of the stored values that a step is made of: 10 is single readings, 60 minutes, 3600 hours. */
  sampleSeconds: z.number().int(),
  timesMs: z.array(z.number()),
  series: z.array(
    z.object({
      objectId: z.number().int(),
      metric: z.string(),
      /** The lowest stored value inside the step: a reading, or the average of a minute or an hour. */
      minimum: line,
      average: line,
      /** The highest reading inside the step. */
      maximum: line,
    }),
  ),
});
export type SeriesResponse = z.infer<typeof seriesResponse>;
