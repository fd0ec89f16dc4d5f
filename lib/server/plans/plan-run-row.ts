import "server-only";
import { moveKind, moveState } from "@/lib/api/moves";
import {
  type PlanRunDetail,
  type PlanRunRow,
  type PlanStep,
  planRunState,
  planStepState,
} from "@/lib/api/plans";
import type { PlanEvent, PlanRun, PlanStep as StoredStep } from "@/prisma/generated/client";

export type PlanRunWithSteps = PlanRun & { readonly steps: readonly StoredStep[] };

export function planRunRowFrom(run: PlanRunWithSteps): PlanRunRow {
  const state = planRunState.parse(run.state);
  const { steps } = run;
  const waves = steps.map(({ wave }) => wave);
  const open = steps.filter((step) => step.state === "planned" || step.state === "moving");
  const isActive = run.endedAt === null;
  return {
    id: run.id,
    clusterId: run.clusterId,
    recommendationId: run.recommendationId,
    state,
    requestedBy: run.requestedBy,
    requestedAtMs: run.requestedAt.getTime(),
    endedAtMs: run.endedAt?.getTime() ?? null,
    planMovesCount: run.planMovesCount,
    stepsCount: steps.length,
    doneCount: steps.filter((step) => step.state === "done").length,
    movingCount: steps.filter((step) => step.state === "moving").length,
    wave: isActive && open.length > 0 ? Math.min(...open.map(({ wave }) => wave)) : null,
    wavesCount: new Set(waves).size,
    pausedBy: run.pausedBy,
    cancelledBy: run.cancelledBy,
    trouble: run.trouble,
    result: run.result,
    canCancel: state === "running" || state === "paused",
    canPause: state === "running",
    canResume: state === "paused",
  };
}

/** @param moveStates states of the moves that the steps have, by the move's id */
export function planRunDetailFrom(
  run: PlanRunWithSteps & { readonly events: readonly PlanEvent[] },
  moveStates: ReadonlyMap<string, string>,
): PlanRunDetail {
  return {
    ...planRunRowFrom(run),
    steps: run.steps.map((step) => stepFrom(step, moveStates)),
    events: run.events.map(({ at, by, sentence }) => ({ atMs: at.getTime(), by, sentence })),
  };
}

function stepFrom(step: StoredStep, moveStates: ReadonlyMap<string, string>): PlanStep {
  const state = step.moveId === null ? undefined : moveStates.get(step.moveId);
  return {
    position: step.position,
    wave: step.wave,
    vmid: step.vmid,
    guestName: step.guestName,
    guestKind: step.guestKind === "lxc" ? "lxc" : "qemu",
    from: step.fromNode,
    to: step.toNode,
    kind: moveKind.parse(step.kind),
    need: step.need,
    reason: step.reason,
    seconds: step.seconds,
    downtimeMs: step.downtimeMs,
    bytes: step.bytes,
    confidence: step.confidence,
    risk: step.risk,
    temporary: step.temporary,
    bundle: step.bundle,
    state: planStepState.parse(step.state),
    // Chosen before its move is asked for: no move has it yet then.
    moveId: state === undefined ? null : step.moveId,
    moveState: state === undefined ? null : moveState.parse(state),
    result: step.result,
  };
}
