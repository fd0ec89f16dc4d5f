import { z } from "zod";
import { pageQuery } from "./envelope";
import { moveKind, moveState } from "./moves";

/**
 * How a run ended. `moved`: everything it decided to move was moved. `dry-run`: it would have moved something. `nothing`: nothing is worth
 * moving. `held`: every move was held back. `stopped`: it ended before it was through. `failed`: a move failed. `stale`: there was no
 * reading to decide from. `error`: it could not decide.
 */
export const AUTOMATION_OUTCOMES = [
  "moved",
  "dry-run",
  "nothing",
  "held",
  "stopped",
  "failed",
  "stale",
  "error",
] as const;
export const automationOutcome = z.enum(AUTOMATION_OUTCOMES);
export type AutomationOutcome = z.infer<typeof automationOutcome>;

/** How many moves of a run's plan have which decision now. */
export const automationCounts = z.object({
  planned: z.number().int(),
  pending: z.number().int(),
  executed: z.number().int(),
  skipped: z.number().int(),
  filtered: z.number().int(),
  deferred: z.number().int(),
  observing: z.number().int(),
  /** Of the executed ones: arrived, and ended otherwise. */
  done: z.number().int(),
  failed: z.number().int(),
});
export type AutomationCounts = z.infer<typeof automationCounts>;

export const automationRunRow = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  clusterName: z.string(),
  trigger: z.enum(["interval", "person"]),
  requestedBy: z.string(),
  dryRun: z.boolean(),
  /** `queued`: has not decided yet. `moving`: has decided, and makes its moves. */
  state: z.enum(["queued", "moving", "ended"]),
  outcome: automationOutcome.nullable(),
  /** What it does or what came of it. */
  sentence: z.string(),
  startedAtMs: z.number(),
  decidedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /** Of the reading that it first decided from. */
  snapshotReadAtMs: z.number().nullable(),
  recommendationId: z.uuid().nullable(),
  /** Of the cluster, 0–100, before the first move and at the end; null where it cannot be scored. */
  healthBefore: z.number().nullable(),
  healthAfter: z.number().nullable(),
  /** How often it decided: once at first and again after its moves. */
  rounds: z.number().int(),
  counts: automationCounts,
});
export type AutomationRunRow = z.infer<typeof automationRunRow>;

/** `executed`: the move was asked for; what became of it is in `moveState`. The others are explained in docs/automation.md. */
export const decisionAction = z.enum(["pending", "executed", "skipped", "filtered", "deferred", "observing"]);

export const automationDecisionRow = z.object({
  /** 1 is what was decided before the first move; later rounds hold what became different. */
  round: z.number().int(),
  rank: z.number().int(),
  /** Moves of one unit of a round are made together or not at all. */
  unit: z.number().int(),
  decidedAtMs: z.number(),
  vmid: z.number().int(),
  guestName: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  kind: moveKind,
  need: z.string(),
  forced: z.boolean(),
  action: decisionAction,
  /** Code of what held it back; docs/automation.md. */
  guardrail: z.string().nullable(),
  reason: z.string(),
  /** From when it would be let through; null where that is not known. */
  untilMs: z.number().nullable(),
  confidence: z.number(),
  risk: z.number(),
  seconds: z.number(),
  downtimeMs: z.number(),
  bytes: z.number(),
  moveId: z.uuid().nullable(),
  moveState: moveState.nullable(),
});
export type AutomationDecisionRow = z.infer<typeof automationDecisionRow>;

export const automationRunDetail = automationRunRow.extend({
  decisions: z.array(automationDecisionRow),
  /** Every setting of automation as the run found it; empty before it has decided. */
  settings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
});
export type AutomationRunDetail = z.infer<typeof automationRunDetail>;

export const automationRunQuery = pageQuery.extend({
  cluster: z.uuid().optional(),
  outcome: automationOutcome.optional(),
});
export const automationRunParams = z.object({ runId: z.uuid() });

export const automationExportQuery = z.object({ cluster: z.uuid().optional() });

export const automationRunInput = z.strictObject({
  clusterId: z.uuid("This is not the id of a cluster."),
  dryRun: z.boolean("Say whether it is a dry run: true or false."),
});

const guestName = z.string().nullable();

/** Where automation of one cluster stands. */
export const automationCluster = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  enabled: z.boolean(),
  dryRun: z.boolean(),
  intervalMinutes: z.number(),
  /** Null while it does not run by itself. */
  nextRunAtMs: z.number().nullable(),
  paused: z.boolean(),
  activeRun: automationRunRow.nullable(),
  lastRun: automationRunRow.nullable(),
  schedule: z.object({
    open: z.boolean(),
    reason: z.string(),
    changesAtMs: z.number().nullable(),
    timeZone: z.string(),
  }),
  freeze: z
    .object({
      node: z.string(),
      because: z.enum(["joined", "started", "was lost", "came back"]),
      untilMs: z.number(),
    })
    .nullable(),
  /** Guests that rest now, the longest first. */
  cooldowns: z.array(
    z.object({
      vmid: z.number().int(),
      guestName,
      untilMs: z.number(),
      minutes: z.number(),
      /** Moves within 7 days that made it so long. */
      moves: z.number().int(),
      lastFrom: z.string(),
      lastTo: z.string(),
      lastEndedAtMs: z.number(),
    }),
  ),
  /** Needs that were seen lately, the longest seen first. */
  observations: z.array(
    z.object({
      vmid: z.number().int(),
      guestName,
      need: z.string(),
      subject: z.string(),
      rounds: z.number().int(),
      roundsNeeded: z.number().int(),
      missed: z.number().int(),
      firstSeenAtMs: z.number(),
    }),
  ),
  /** Proxmox VE's own balancer; null where it is not known. */
  nativeBalancer: z
    .object({
      mode: z.string(),
      automatic: z.boolean(),
      /** How many guests it looks after. */
      guests: z.number().int(),
      /** As datacenter.cfg has it. */
      setting: z.string(),
      explanation: z.string(),
      /** Where both would act on the same cluster; null otherwise. */
      warning: z.string().nullable(),
    })
    .nullable(),
});
export type AutomationCluster = z.infer<typeof automationCluster>;
