import { z } from "zod";
import { pageQuery } from "./envelope";
import { movedGuest, moveState } from "./moves";

/**
 * `running`: carries out its steps. `paused`: finishes what is under way and begins nothing. `stopping`: what is under way is waited
 * for, the rest is not begun any more; `result` says why. Then it is `done`, `failed`, `cancelled` or `superseded` (the cluster is not any
 * more as the plan has it).
 */
export const PLAN_RUN_STATES = [
  "running",
  "paused",
  "stopping",
  "done",
  "failed",
  "cancelled",
  "superseded",
] as const;
export const planRunState = z.enum(PLAN_RUN_STATES);
export type PlanRunState = z.infer<typeof planRunState>;

/** `planned`: not begun. `moving`: its move is asked for. `skipped`: not begun, and not to be. The others: how its move ended. */
export const PLAN_STEP_STATES = [
  "planned",
  "moving",
  "done",
  "failed",
  "cancelled",
  "superseded",
  "unknown",
  "skipped",
] as const;
export const planStepState = z.enum(PLAN_STEP_STATES);
export type PlanStepState = z.infer<typeof planStepState>;

export const planStep = z.object({
  /** From 0, in the order of the plan. */
  position: z.number().int(),
  wave: z.number().int(),
  ...movedGuest.shape,
  need: z.string(),
  reason: z.string(),
  seconds: z.number(),
  downtimeMs: z.number(),
  bytes: z.number(),
  confidence: z.number(),
  risk: z.number(),
  /** A stop on the way: the same guest moves on in a later step. */
  temporary: z.boolean(),
  /** Steps that only make sense together have the same number. */
  bundle: z.number().int().nullable(),
  state: planStepState,
  /** Its move once it was asked for; `GET /api/v1/moves/{moveId}` has its progress. */
  moveId: z.uuid().nullable(),
  moveState: moveState.nullable(),
  /** One sentence: what became of it, or what keeps it. */
  result: z.string().nullable(),
});
export type PlanStep = z.infer<typeof planStep>;

/** An approved plan, or the approved part of one. Its id is the `batchId` of its moves. */
export const planRunRow = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  recommendationId: z.uuid(),
  state: planRunState,
  requestedBy: z.string(),
  requestedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** Moves that the plan had when it was approved. */
  planMovesCount: z.number().int(),
  stepsCount: z.number().int(),
  doneCount: z.number().int(),
  /** Moves that have not ended. */
  movingCount: z.number().int(),
  wave: z.number().int().nullable(),
  wavesCount: z.number().int(),
  pausedBy: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  /** What keeps it from going on just now, such as the engine's pause. */
  trouble: z.string().nullable(),
  /** One sentence: what became of it. */
  result: z.string().nullable(),
  canCancel: z.boolean(),
  canPause: z.boolean(),
  canResume: z.boolean(),
});
export type PlanRunRow = z.infer<typeof planRunRow>;

export const planRunDetail = planRunRow.extend({
  steps: z.array(planStep),
  /** What happened when, oldest first. */
  events: z.array(z.object({ atMs: z.number(), by: z.string(), sentence: z.string() })),
});
export type PlanRunDetail = z.infer<typeof planRunDetail>;

/**
 * Approves the newest recommendation, or some of its moves. Refused with 409 and `issues` when another plan has taken its place
 * (`moves.<vmid>` says what changed) or when chosen moves need others (`moves.<vmid>` names each that is missing).
 */
export const planInput = z.strictObject({
  clusterId: z.uuid("This is not the id of a cluster."),
  recommendationId: z.uuid("This is not the id of a recommendation."),
  /** VMIDs; all moves where nothing is said. */
  moves: z
    .array(z.int("A VMID is a whole number.").min(100).max(999_999_999))
    .min(1, "Choose at least one move.")
    .max(1_000)
    .optional(),
});

export const planCancelInput = z.strictObject({
  /** Also asks PVE to stop the moves that are under way; else they are finished. */
  stopMoves: z.boolean().default(false),
});

export const planParams = z.object({ planId: z.uuid() });

export const planQuery = pageQuery.extend({
  cluster: z.uuid().optional(),
  recommendation: z.uuid().optional(),
  state: z.enum(["active", "ended", ...PLAN_RUN_STATES]).optional(),
});
