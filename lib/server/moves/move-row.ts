import "server-only";
import {
  type MoveDetail,
  type MoveOutcome,
  type MoveRow,
  moveFailure,
  moveKind,
  movePrediction,
  moveProgress,
  moveSource,
  moveState,
} from "@/lib/api/moves";
import type { Move, MoveTransition } from "@/prisma/generated/client";
import { isBeforeRequest, isFinal } from "./move-states";

/** The log is large, and read by itself. */
export type MoveWithoutLog = Omit<Move, "log">;

export function moveRowFrom(move: MoveWithoutLog): MoveRow {
  const state = moveState.parse(move.state);
  const isUnderWay = state === "submitting" || state === "running";
  return {
    id: move.id,
    clusterId: move.clusterId,
    vmid: move.vmid,
    guestName: move.guestName,
    guestKind: move.guestKind === "lxc" ? "lxc" : "qemu",
    from: move.fromNode,
    to: move.toNode,
    kind: moveKind.parse(move.kind),
    state,
    source: moveSource.parse(move.source),
    requestedBy: move.requestedBy,
    requestedAtMs: move.requestedAt.getTime(),
    startedAtMs: move.startedAt?.getTime() ?? null,
    endedAtMs: move.endedAt?.getTime() ?? null,
    batchId: move.batchId,
    recommendationId: move.recommendationId,
    originId: move.originId,
    reason: move.reason,
    predicted: movePrediction.parse(move.predicted),
    progress: move.progress === null ? null : moveProgress.parse(move.progress),
    upid: move.taskUpid ?? move.requestUpid,
    result: move.result,
    failure: move.failure === null ? null : moveFailure.parse(move.failure),
    warnings: move.warnings,
    trouble: move.trouble,
    cancelRequestedBy: move.cancelRequestedBy,
    canCancel: move.cancelRequestedAt === null && (isBeforeRequest(state) || isUnderWay),
    canRetry: isFinal(state) && state !== "done",
    canRollBack: state === "done",
  };
}

export function moveDetailFrom(
  move: MoveWithoutLog,
  transitions: readonly MoveTransition[],
  outcomes: readonly MoveOutcome[],
): MoveDetail {
  return {
    ...moveRowFrom(move),
    transitions: transitions.map(({ at, from, to, by, sentence }) => ({
      atMs: at.getTime(),
      from: from === null ? null : moveState.parse(from),
      to: moveState.parse(to),
      by,
      sentence,
    })),
    outcomes: [...outcomes],
  };
}
