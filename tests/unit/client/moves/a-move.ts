import type { MoveProgress, MoveRow } from "@/lib/api/moves";

const CLUSTER = "11111111-1111-4111-8111-111111111111";

/** A move that is under way, with what a test changes of it. */
export function aMove(changes: Partial<MoveRow> = {}): MoveRow {
  return {
    id: "22222222-2222-4222-8222-222222222222",
    clusterId: CLUSTER,
    vmid: 110,
    guestName: "web-01",
    guestKind: "qemu",
    from: "elm",
    to: "birch",
    kind: "live",
    state: "running",
    source: "manual",
    requestedBy: "otto",
    requestedAtMs: 1_000,
    startedAtMs: 2_000,
    endedAtMs: null,
    batchId: null,
    recommendationId: null,
    originId: null,
    reason: null,
    predicted: { seconds: 41, downtimeMs: 180, bytes: 4_294_967_296 },
    progress: null,
    upid: null,
    result: null,
    failure: null,
    warnings: [],
    trouble: null,
    cancelRequestedBy: null,
    canCancel: true,
    canRetry: false,
    canRollBack: false,
    ...changes,
  };
}

/** How far a move is, with what a test changes of it. */
export function aProgress(changes: Partial<MoveProgress> = {}): MoveProgress {
  return {
    phase: "memory",
    byHa: false,
    memory: null,
    disks: [],
    secondsLeft: null,
    downtimeMs: null,
    downtimeLimitMs: null,
    downtimeRaised: 0,
    averageBytesPerSecond: null,
    durationSeconds: null,
    errors: [],
    lastLine: null,
    ...changes,
  };
}
