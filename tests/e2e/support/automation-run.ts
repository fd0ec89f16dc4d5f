import type { AutomationDecisionRow, AutomationRunDetail } from "@/lib/api/automation";

function decision(
  rank: number,
  parts: Partial<AutomationDecisionRow> & Pick<AutomationDecisionRow, "vmid" | "guestName">,
): AutomationDecisionRow {
  return {
    round: 1,
    rank,
    unit: rank,
    decidedAtMs: Date.now() - 60_000,
    from: "elm",
    to: "birch",
    kind: "live",
    need: "contention",
    forced: false,
    action: "pending",
    guardrail: null,
    reason: "elm has 91 % memory in use, above the threshold of 70 %.",
    untilMs: null,
    confidence: 84,
    risk: 20,
    seconds: 41,
    downtimeMs: 180,
    bytes: 34_359_738_368,
    moveId: null,
    moveState: null,
    ...parts,
  };
}

/** A dry run with decisions of every kind, of a cluster by its id. */
export function knownRun(clusterId: string): AutomationRunDetail {
  const decisions = [
    decision(1, { vmid: 200, guestName: "pg-orders-1" }),
    decision(2, {
      vmid: 205,
      guestName: "mssql-erp",
      action: "filtered",
      guardrail: "confidence",
      reason: "The confidence in moving mssql-erp (VM 205) is 60 points; at least 75 is asked for.",
    }),
    decision(3, {
      vmid: 221,
      guestName: "redis-session",
      action: "deferred",
      guardrail: "cooldown",
      reason: "redis-session (VM 221) was moved lately and rests until Friday 27 November 22:00 (UTC).",
      untilMs: Date.now() + 1_800_000,
    }),
    decision(4, {
      vmid: 502,
      guestName: "exchange",
      action: "observing",
      guardrail: "observing",
      reason: "The need to move exchange (VM 502) was seen in 1 of 3 rounds.",
    }),
  ];
  return {
    id: "7c1a3c52-3d3c-4a55-9d6c-08e8f1c5ab22",
    clusterId,
    clusterName: "Demo",
    trigger: "person",
    requestedBy: "Otto Operator",
    dryRun: true,
    state: "ended",
    outcome: "dry-run",
    sentence: "It would have made 1 of 4 moves.",
    startedAtMs: Date.now() - 62_000,
    decidedAtMs: Date.now() - 60_000,
    endedAtMs: Date.now() - 60_000,
    snapshotReadAtMs: Date.now() - 65_000,
    recommendationId: null,
    healthBefore: 71.2,
    healthAfter: 71.2,
    rounds: 1,
    counts: {
      planned: 4,
      pending: 1,
      executed: 0,
      skipped: 0,
      filtered: 1,
      deferred: 1,
      observing: 1,
      done: 0,
      failed: 0,
    },
    decisions,
    settings: {},
  };
}
