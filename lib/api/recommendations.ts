import { z } from "zod";

const beforeAfter = <T extends z.ZodType>(value: T) => z.object({ before: value, after: value });

const resourceShares = z.object({ cpu: z.number(), memory: z.number(), disk: z.number() });

const plannedNode = z.object({
  cpu: z.number(),
  memory: z.number(),
  score: z.number(),
  guests: z.number().int(),
});

export const plannedMove = z.object({
  wave: z.number().int(),
  vmid: z.number().int(),
  name: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  kind: z.enum(["live", "restart", "offline"]),
  reason: z.object({
    need: z.enum(["rule", "capacity", "evacuation", "contention", "imbalance", "distribution", "home"]),
    subject: z.string(),
    sentence: z.string(),
    factors: z.array(
      z.object({
        key: z.string(),
        node: z.string().nullable(),
        before: z.number(),
        after: z.number(),
        limit: z.number().nullable(),
        unit: z.enum(["fraction", "score", "seconds", "bytes", "count"]),
      }),
    ),
  }),
  confidence: z.number(),
  risk: z.number(),
  seconds: z.number(),
  secondsRange: z.object({ from: z.number(), to: z.number() }).optional(),
  downtimeMs: z.number(),
  bytes: z.number(),
  scoreAfter: z.number(),
  temporary: z.boolean(),
  bundle: z.number().int().nullable(),
});
export type PlannedMoveRow = z.infer<typeof plannedMove>;

const violation = z.object({
  rule: z.string(),
  kind: z.string(),
  strict: z.boolean(),
  guests: z.array(z.number().int()),
  nodes: z.array(z.string()),
  sentence: z.string(),
});

const certificateCheck = z.object({ check: z.string(), ok: z.boolean(), detail: z.string() });

/** A plan as `npm run plan` prints it; docs/planning.md says what each figure means. */
export const planView = z.object({
  verdict: z.enum(["plan", "balanced", "blocked"]),
  reason: z.string(),
  score: beforeAfter(z.number().nullable()),
  imbalance: beforeAfter(resourceShares),
  nodes: z.record(z.string(), beforeAfter(plannedNode)),
  moves: z.array(plannedMove),
  notMoved: z.array(z.object({ vmid: z.number().int(), reason: z.string(), detail: z.string() })),
  violations: beforeAfter(z.array(violation)),
  conflicts: z.array(
    z.object({ rules: z.array(z.string()), guests: z.array(z.number().int()), sentence: z.string() }),
  ),
  blocked: z.array(
    z.object({
      vmid: z.number().int(),
      node: z.string(),
      reason: z.string(),
      detail: z.string(),
      fix: z.string(),
    }),
  ),
  placements: z.record(z.string(), z.string()),
  certificate: z.object({ ok: z.boolean(), checks: z.array(certificateCheck) }),
  /** What the checker refused of the moves that were found first, and that were therefore left out; absent when nothing. */
  refused: z.array(certificateCheck).optional(),
  /** What alone was looked at; absent: everything. */
  scope: z.enum(["evacuation", "home"]).optional(),
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type PlanView = z.infer<typeof planView>;

/** What became of the moves of the plan before this one. */
export const planChanges = z.object({
  /** Guests with a move that had none. */
  added: z.array(z.number().int()),
  /** Guests whose move goes elsewhere now. */
  changed: z.array(z.number().int()),
  /** Guests that had a move and have none any more. */
  gone: z.array(z.object({ vmid: z.number().int(), from: z.string(), to: z.string() })),
});
export type PlanChanges = z.infer<typeof planChanges>;

export const recommendation = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  createdAtMs: z.number(),
  /** When it was last found to be still the answer. */
  checkedAtMs: z.number(),
  snapshotSequence: z.number(),
  snapshotReadAtMs: z.number(),
  elapsedMs: z.number(),
  plan: planView,
  changes: planChanges,
});
export type RecommendationView = z.infer<typeof recommendation>;

export const recommendationRow = z.object({
  id: z.uuid(),
  createdAtMs: z.number(),
  checkedAtMs: z.number(),
  verdict: z.enum(["plan", "balanced", "blocked"]),
  reason: z.string(),
  movesCount: z.number().int(),
});
export type RecommendationRow = z.infer<typeof recommendationRow>;

export const recommendationsParams = z.object({ clusterId: z.uuid() });
export const recommendationParams = z.object({ clusterId: z.uuid(), recommendationId: z.uuid() });
export const recommendationHistoryQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** Settings to plan with just this once; nothing is stored. */
export const whatIfInput = z.strictObject({
  settings: z.record(z.string().max(80), z.union([z.number(), z.boolean(), z.string().max(80)])).default({}),
  evacuate: z.array(z.string().min(1).max(128)).max(200).default([]),
});

export const feedbackInput = z.strictObject({
  vmid: z.int().min(100).max(999_999_999),
  useful: z.boolean(),
  reason: z.string().trim().max(500, "at most 500 characters").nullable().default(null),
});

/** What people think of a recommendation's moves, the newest opinion first. */
export const feedbackRow = z.object({
  vmid: z.number().int(),
  userName: z.string(),
  /** Of the person who asks. */
  own: z.boolean(),
  useful: z.boolean(),
  reason: z.string().nullable(),
  atMs: z.number(),
});
export type FeedbackRow = z.infer<typeof feedbackRow>;

const refusal = z.object({ code: z.string(), detail: z.string(), fix: z.string() });

/** What would happen if a guest went to each node of its cluster. */
export const migrationOption = z.object({
  node: z.string(),
  current: z.boolean(),
  /** Every reason against it; empty when the guest may go there. */
  refusals: z.array(refusal),
  /** Why planning would not do it for balance's sake, though it is possible. */
  warnings: z.array(refusal),
  /** Scores 0–100 and shares of capacity, with the guest there; null for a node that cannot be scored. */
  effect: z
    .object({
      clusterScore: z.number().nullable(),
      nodeScore: z.number(),
      cpu: z.number(),
      memory: z.number(),
    })
    .nullable(),
  /** Null where the guest is already. */
  cost: z
    .object({
      kind: z.enum(["live", "restart", "offline"]),
      seconds: z.number(),
      downtimeMs: z.number(),
      bytes: z.number(),
    })
    .nullable(),
});
export type MigrationOption = z.infer<typeof migrationOption>;

/** A guest that is to be made. */
export const bestNodeInput = z.strictObject({
  type: z.enum(["qemu", "lxc"]).default("qemu"),
  cores: z.int("Cores are a whole number.").min(1, "A guest has at least one core.").max(8_192),
  memoryBytes: z.int("Bytes are a whole number.").min(16_777_216, "A guest has at least 16 MiB of memory."),
  /** Threads that it is expected to keep busy; a quarter of its cores where nothing is said. */
  cpuThreads: z.number().min(0, "Threads cannot be below 0.").max(8_192).nullable().default(null),
  /** Memory that it is expected to use; all of it where nothing is said. */
  memoryUsedBytes: z.int().min(0).nullable().default(null),
  tags: z.array(z.string().trim().toLowerCase().min(1).max(120)).max(50).default([]),
  disks: z
    .array(z.strictObject({ storage: z.string().trim().min(1).max(120), sizeBytes: z.int().min(0) }))
    .max(30)
    .default([]),
});
export type BestNodeInput = z.output<typeof bestNodeInput>;

/** One node's answer to a new guest; the best comes first. */
export const nodeOffer = z.object({
  node: z.string(),
  /** 1 is at a threshold. */
  loadAfter: z.number(),
  scoreAfter: z.number(),
  healthAfter: z.number().nullable(),
  refusal: refusal.nullable(),
});
