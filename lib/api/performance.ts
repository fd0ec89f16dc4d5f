import { z } from "zod";
import { jobRunnerState } from "./jobs";

/** How the readings of one cluster went, as this server process made them. */
export const collectionFigures = z.object({
  clusterId: z.uuid(),
  name: z.string(),
  paused: z.boolean(),
  intervalSeconds: z.number(),
  /** Of the last hour at most. */
  readings: z.number().int(),
  failedReadings: z.number().int(),
  averageMs: z.number().nullable(),
  longestMs: z.number().nullable(),
  /** The newest last, for a sparkline. */
  durationsMs: z.array(z.number()),
  callsOfNewest: z.number().int().nullable(),
  callsLastMinute: z.number().int(),
  callsPerMinuteBudget: z.number().int(),
  /** Calls that a node had to work on, by its name, the busiest first. */
  nodes: z.array(z.object({ name: z.string(), callsLastMinute: z.number().int() })),
});
export type CollectionFigures = z.infer<typeof collectionFigures>;

/** One kind of call to Proxmox VE since this process started. */
export const callFigures = z.object({
  method: z.string(),
  /** Path with `{}` for what varies. */
  template: z.string(),
  count: z.number().int(),
  failed: z.number().int(),
  averageMs: z.number(),
  longestMs: z.number(),
});
export type CallFigures = z.infer<typeof callFigures>;

/** One of the tables that hold samples. */
export const sampleTableFigures = z.object({
  table: z.enum(["recent_sample", "minute_sample", "minute_block", "hour_block"]),
  partitions: z.number().int(),
  bytes: z.number(),
  /** PostgreSQL's estimate; each row holds many samples. */
  rows: z.number(),
  oldestMs: z.number().nullable(),
});

export const databaseFigures = z.object({
  bytes: z.number(),
  /** What the last complete day added; null before there was one. */
  growthBytesPerDay: z.number().nullable(),
  tables: z.array(sampleTableFigures),
  retention: z.object({
    tenSecondHours: z.number(),
    minuteDays: z.number(),
    hourMonths: z.number(),
  }),
});
export type DatabaseFigures = z.infer<typeof databaseFigures>;

/** What Evenkeel itself costs. Figures of a process are of the one that answers. */
export const performanceFigures = z.object({
  process: z.object({
    startedAtMs: z.number(),
    nodeVersion: z.string(),
    residentBytes: z.number(),
    heapUsedBytes: z.number(),
    heapLimitBytes: z.number(),
  }),
  jobs: jobRunnerState.extend({
    runsLastHour: z.number().int(),
    failuresLastHour: z.number().int(),
  }),
  /** How often the newest reading was at hand and how often it came from the database. */
  readingCache: z.object({ hits: z.number().int(), misses: z.number().int() }),
  collection: z.array(collectionFigures),
  /** What took most of the time first. */
  calls: z.array(callFigures),
  database: databaseFigures,
});
export type PerformanceFigures = z.infer<typeof performanceFigures>;
