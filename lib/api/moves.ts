import { z } from "zod";
import { pageQuery } from "./envelope";
import { MOVE_STATES } from "./move-states";

export const moveState = z.enum(MOVE_STATES);
export type MoveState = z.infer<typeof moveState>;

export const moveSource = z.enum(["manual", "plan", "automation", "evacuation", "rollback", "home"]);
export type MoveSource = z.infer<typeof moveSource>;

export const moveKind = z.enum(["live", "restart", "offline"]);

export const movePhase = z.enum([
  "queued",
  "preparing",
  "shutdown",
  "disks",
  "memory",
  "switching",
  "starting",
  "ended",
]);

const byteProgress = z.object({
  doneBytes: z.number(),
  totalBytes: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
});

/** How far PVE's task is, as its log tells it. */
export const moveProgress = z.object({
  phase: movePhase,
  /** Carried out by PVE's HA. */
  byHa: z.boolean(),
  /** A guest's memory; more than its total may be sent when the guest writes meanwhile. */
  memory: byteProgress.extend({ dirtyBytesPerSecond: z.number().nullable() }).nullable(),
  disks: z.array(
    byteProgress.extend({
      /** Configuration key such as `scsi0`, or the volume. */
      disk: z.string(),
      ready: z.boolean(),
    }),
  ),
  /** Of what is being sent now; null where nothing tells. */
  secondsLeft: z.number().nullable(),
  /** How long the guest stood still, or will at most as things are. */
  downtimeMs: z.number().nullable(),
  downtimeLimitMs: z.number().nullable(),
  /** How often the permitted downtime had to be doubled because the guest writes faster than is sent. */
  downtimeRaised: z.number().int(),
  averageBytesPerSecond: z.number().nullable(),
  durationSeconds: z.number().nullable(),
  errors: z.array(z.string()),
  lastLine: z.string().nullable(),
});
export type MoveProgress = z.infer<typeof moveProgress>;

/** Score 0–100; shares of capacity 0–1, which may exceed 1. */
const nodeFigures = z.object({ score: z.number(), cpu: z.number(), memory: z.number() });

/** Why a move failed and what to do about it. */
export const moveFailure = z.object({
  code: z.string(),
  cause: z.string(),
  advice: z.string(),
  /** PVE's own words. */
  line: z.string().nullable(),
});
export type MoveFailure = z.infer<typeof moveFailure>;

const figuresBeforeAfter = z.object({ before: nodeFigures, after: nodeFigures });

export const movePrediction = z.object({
  seconds: z.number().optional(),
  downtimeMs: z.number().optional(),
  bytes: z.number().optional(),
  scoreBefore: z.number().nullable().optional(),
  scoreAfter: z.number().nullable().optional(),
  confidence: z.number().optional(),
  risk: z.number().optional(),
  /** Both nodes, as they were and with the guest at its target. */
  nodes: z.object({ source: figuresBeforeAfter, target: figuresBeforeAfter }).optional(),
  /** Highest share of CPU or memory on any node. */
  worstShare: z.object({ before: z.number(), after: z.number() }).optional(),
  /** Of a planned move: what it is for, and the rule or the node that is concerned. */
  need: z.string().optional(),
  subject: z.string().optional(),
  /** Of a planned move: it only makes sense with others, or is a stop on the way. */
  together: z.boolean().optional(),
  temporary: z.boolean().optional(),
});
export type MovePrediction = z.infer<typeof movePrediction>;

export const moveTransitionRow = z.object({
  atMs: z.number(),
  from: moveState.nullable(),
  to: moveState,
  by: z.string(),
  sentence: z.string(),
});

/** Who goes where, and how. */
export const movedGuest = z.object({
  vmid: z.number().int(),
  guestName: z.string().nullable(),
  guestKind: z.enum(["qemu", "lxc"]),
  from: z.string(),
  to: z.string(),
  kind: moveKind,
});

export const moveRow = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  ...movedGuest.shape,
  state: moveState,
  source: moveSource,
  requestedBy: z.string(),
  requestedAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /** Moves that were asked for together have the same; that of an approved plan is the plan run's id. */
  batchId: z.uuid().nullable(),
  recommendationId: z.uuid().nullable(),
  /** The move that this one repeats or takes back. */
  originId: z.uuid().nullable(),
  reason: z.string().nullable(),
  predicted: movePrediction,
  progress: moveProgress.nullable(),
  upid: z.string().nullable(),
  result: z.string().nullable(),
  failure: moveFailure.nullable(),
  warnings: z.array(z.string()),
  /** What keeps it from going on just now. */
  trouble: z.string().nullable(),
  cancelRequestedBy: z.string().nullable(),
  canCancel: z.boolean(),
  canRetry: z.boolean(),
  canRollBack: z.boolean(),
});
export type MoveRow = z.infer<typeof moveRow>;

const outcomeFigures = z.object({
  score: z.number().nullable(),
  cpu: z.number().nullable(),
  memory: z.number().nullable(),
});

export const OUTCOME_POINTS = ["5m", "1h", "24h"] as const;

/** What a move that was done led to, at one point in time after it. */
export const moveOutcome = z.object({
  point: z.enum(OUTCOME_POINTS),
  dueAtMs: z.number(),
  /** `missed`: there was no reading of the cluster around that time. */
  state: z.enum(["pending", "measured", "missed"]),
  readAtMs: z.number().nullable(),
  /** One sentence that compares it with the prediction; null while it is pending. */
  sentence: z.string().nullable(),
  /** Other moves of the same cluster ended since, so that not all of the change is this one's. */
  otherMoves: z.number().int().nullable(),
  nodes: z.array(
    z.object({
      node: z.string(),
      role: z.enum(["source", "target"]),
      before: outcomeFigures,
      predicted: outcomeFigures,
      after: outcomeFigures,
    }),
  ),
  /** The cluster's health, 0–100, and the highest share of CPU or memory on any node. */
  cluster: z.object({
    health: z.object({
      before: z.number().nullable(),
      predicted: z.number().nullable(),
      after: z.number().nullable(),
    }),
    worstShare: z.object({
      before: z.number().nullable(),
      predicted: z.number().nullable(),
      after: z.number().nullable(),
    }),
  }),
});
export type MoveOutcome = z.infer<typeof moveOutcome>;

export const moveDetail = moveRow.extend({
  transitions: z.array(moveTransitionRow),
  /** One for each point in time, only of a move that was done. */
  outcomes: z.array(moveOutcome),
});
export type MoveDetail = z.infer<typeof moveDetail>;

export const moveLog = z.object({
  upid: z.string().nullable(),
  /** The task has ended and this is all of it. */
  complete: z.boolean(),
  lines: z.array(z.string()),
  /** Set where the log was removed: logs of moves are kept for so many days. */
  removedAfterDays: z.number().int().nullable(),
});
export type MoveLog = z.infer<typeof moveLog>;

export const nodeName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, "This is not the name of a node.");

export const moveInput = z.strictObject({
  clusterId: z.uuid("This is not the id of a cluster."),
  vmid: z
    .int("A VMID is a whole number.")
    .min(100, "VMIDs begin at 100.")
    .max(999_999_999, "VMIDs end at 999999999."),
  target: nodeName,
  /** Where the page showed the guest; when it is elsewhere by now, nothing is started. */
  from: nodeName.optional(),
  /** The recommendation that the page showed; when another has taken its place, nothing is started. */
  recommendationId: z.uuid().optional(),
  /** Codes of refusals that were shown and are overruled. */
  accept: z.array(z.string().max(40)).max(40).default([]),
});

export const moveParams = z.object({ moveId: z.uuid() });

export const moveQuery = pageQuery.extend({
  cluster: z.uuid().optional(),
  vmid: z.coerce.number().int().optional(),
  batch: z.uuid().optional(),
  state: z.enum(["active", "ended", ...MOVE_STATES]).optional(),
  source: moveSource.optional(),
  /** Source or target. */
  node: nodeName.optional(),
  /** Asked for at or after, and before. */
  sinceMs: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  untilMs: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  /** Found in the guest's name or number, the nodes, who asked, the reason and the result. */
  text: z.string().trim().max(100, "at most 100 characters").optional(),
});

/** The filters of the list, for `GET /api/v1/moves/export`. */
export const moveExportQuery = moveQuery.omit({ limit: true, cursor: true });

/** What a person found out about a move whose end is not known. */
export const moveResolution = z.strictObject({
  outcome: z.enum(["done", "failed"]),
  note: z.string().trim().min(3, "Say in a few words how you know.").max(500),
});
