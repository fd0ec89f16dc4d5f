import { z } from "zod";
import { haRule, replicationJob, taskRow } from "./cluster-parts";

/** A node as lists and the live stream show it. Key: clusterId + name. */
export const nodeRow = z.object({
  clusterId: z.uuid(),
  objectId: z.number().int(),
  name: z.string(),
  status: z.enum(["online", "offline", "unknown"]),
  readAtMs: z.number().nullable(),
  cpuFraction: z.number().nullable(),
  cpuCount: z.number().nullable(),
  ioWaitFraction: z.number().nullable(),
  loadAverageOneMinute: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  /** Sum of the configured memory of running guests. */
  memoryAllocatedBytes: z.number().nullable(),
  /** Sum of the virtual CPUs of running guests. */
  cpuAllocatedThreads: z.number().nullable(),
  swapUsedBytes: z.number().nullable(),
  swapTotalBytes: z.number().nullable(),
  rootUsedBytes: z.number().nullable(),
  rootTotalBytes: z.number().nullable(),
  netInBytesPerSecond: z.number().nullable(),
  netOutBytesPerSecond: z.number().nullable(),
  pressureCpuSomeFraction: z.number().nullable(),
  pressureIoSomeFraction: z.number().nullable(),
  pressureMemorySomeFraction: z.number().nullable(),
  uptimeSeconds: z.number().nullable(),
  pveVersion: z.string().nullable(),
  haState: z.string().nullable(),
  guestsRunning: z.number().int(),
  guestsTotal: z.number().int(),
  penaltyPoints: z.number().nullable(),
  suitabilityPercent: z.number().nullable(),
  verdict: z.enum(["excellent", "good", "acceptable", "poor", "critical"]).nullable(),
  /** The costliest component's sentence; null when nothing costs anything. */
  mainReason: z.string().nullable(),
});
export type NodeRow = z.infer<typeof nodeRow>;
export const nodeList = z.array(nodeRow);
export const nodeParams = z.object({ clusterId: z.uuid(), node: z.string().min(1).max(128) });

export const scoreComponent = z.object({
  key: z.string(),
  family: z.enum([
    "cpu",
    "memory",
    "ioWait",
    "pressure",
    "load",
    "trend",
    "spikes",
    "predicted",
    "overcommit",
    "availability",
  ]),
  title: z.string(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  unit: z.enum(["percent", "percentPerDay", "threadsPerThread", "ratio", "none"]),
  points: z.number(),
  sentence: z.string(),
});

export const nodeScore = z.object({
  penaltyPoints: z.number(),
  suitabilityPercent: z.number(),
  verdict: z.enum(["excellent", "good", "acceptable", "poor", "critical"]),
  components: z.array(scoreComponent),
  windows: z.object({ now: z.boolean(), day: z.boolean(), week: z.boolean() }),
});

/** What the node page adds to the row. */
export const nodeDetail = z.object({
  row: nodeRow,
  cpuModel: z.string().nullable(),
  cpuSockets: z.number().nullable(),
  kernelVersion: z.string().nullable(),
  loadAverage: z
    .object({ oneMinute: z.number(), fiveMinutes: z.number(), fifteenMinutes: z.number() })
    .nullable(),
  ksmSharedBytes: z.number().nullable(),
  score: nodeScore.nullable(),
  storages: z.array(
    z.object({
      objectId: z.number().int(),
      name: z.string(),
      type: z.string().nullable(),
      shared: z.boolean(),
      status: z.enum(["available", "unknown"]),
      content: z.array(z.string()),
      usedBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
    }),
  ),
  tasks: z.array(taskRow),
  /** HA rules that name the node, or a guest on it; null when HA was not read yet. */
  haRules: z.array(haRule).nullable(),
  /** Replication jobs from or to the node; null when they were not read yet. */
  replication: z.array(replicationJob).nullable(),
});
export type NodeDetail = z.infer<typeof nodeDetail>;
