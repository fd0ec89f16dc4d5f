import { z } from "zod";
import { automationRunRow } from "./automation";

/** While one of these is there, Evenkeel begins no move by itself: everywhere, or in one cluster. */
export const enginePause = z.object({
  scope: z.enum(["all", "cluster"]),
  /** Null for the scope `all`. */
  clusterId: z.uuid().nullable(),
  clusterName: z.string().nullable(),
  by: z.string(),
  atMs: z.number(),
  /** Without a full stop; empty when none was given. */
  reason: z.string(),
  /** A move that failed did it, not a person. */
  byFailure: z.boolean(),
});
export type EnginePauseRow = z.infer<typeof enginePause>;

export const engineCluster = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  /** `paused` by a person or after a failure; `running`: a run is under way; `waiting` for its next run; `off`: only runs that a person starts. */
  activity: z.enum(["off", "waiting", "running", "paused"]),
  /** One sentence: what it is doing. */
  sentence: z.string(),
  enabled: z.boolean(),
  dryRun: z.boolean(),
  /** Moves of this cluster that have not ended, whoever asked for them. */
  activeMoves: z.number().int(),
  activeRunId: z.uuid().nullable(),
  nextRunAtMs: z.number().nullable(),
  lastRun: automationRunRow.nullable(),
});
export type EngineClusterRow = z.infer<typeof engineCluster>;

export const engineState = z.object({
  version: z.string(),
  /** When the jobs of this installation gave their last sign of life; null before the first. */
  lastJobAtMs: z.number().nullable(),
  pauses: z.array(enginePause),
  clusters: z.array(engineCluster),
});
export type EngineState = z.infer<typeof engineState>;

const scopeOfPause = z.uuid("This is not the id of a cluster.").nullable().default(null);

export const enginePauseInput = z.strictObject({
  /** Null pauses everything. */
  clusterId: scopeOfPause,
  reason: z.string().trim().max(300, "The reason has at most 300 characters.").default(""),
});

export const engineResumeInput = z.strictObject({ clusterId: scopeOfPause });
