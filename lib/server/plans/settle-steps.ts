import "server-only";
import { moveState } from "@/lib/api/moves";
import { afterMove, type MoveEnd } from "@/lib/automation/after-move";
import { prisma } from "@/lib/server/db/prisma";
import { guestWords } from "@/lib/server/moves/move-words";
import type { Move, PlanStep } from "@/prisma/generated/client";
import type { PlanRunWithSteps } from "./plan-run-row";
import { stopPlan } from "./stop-plan";

type EndedMove = Pick<Move, "id" | "state" | "result" | "intentAt">;
type EndState = MoveEnd["state"];

const ENDS: ReadonlySet<string> = new Set<EndState>(["done", "failed", "cancelled", "superseded", "unknown"]);

/**
 * Takes over what became of the moves that were asked for, and draws the consequences.
 *
 * @returns whether anything changed
 */
export async function settleSteps(run: PlanRunWithSteps): Promise<boolean> {
  const moving = run.steps.filter(({ state }) => state === "moving");
  if (moving.length === 0) return false;
  const moves = await prisma.move.findMany({
    where: { id: { in: moving.flatMap(({ moveId }) => moveId ?? []) } },
    select: { id: true, state: true, result: true, intentAt: true },
  });
  let changed = false;
  for (const step of moving) {
    const move = moves.find(({ id }) => id === step.moveId);
    if (move && !ENDS.has(move.state)) continue;
    changed = true;
    if (move) await settle(run, step, move);
    else await begunInVain(step);
  }
  return changed;
}

/** Whoever was about to ask for the move died before: it is asked for again, under the same id. */
async function begunInVain({ planRunId, position }: PlanStep): Promise<void> {
  await prisma.planStep.updateMany({
    where: { planRunId, position, state: "moving" },
    data: { state: "planned" },
  });
}

async function settle(run: PlanRunWithSteps, step: PlanStep, move: EndedMove): Promise<void> {
  const state = moveState.parse(move.state);
  if (!isEnd(state)) return;
  await endStep(step, state, move.result);
  await drawConsequences(run, step, { state, reachedProxmox: move.intentAt !== null, result: move.result });
}

function isEnd(state: string): state is EndState {
  return ENDS.has(state);
}

export async function endStep(
  { planRunId, position }: PlanStep,
  state: EndState,
  result: string | null,
): Promise<void> {
  await prisma.planStep.updateMany({ where: { planRunId, position }, data: { state, result } });
}

/** What one step's end means for the others. */
export async function drawConsequences(
  run: PlanRunWithSteps,
  step: PlanStep,
  { state, reachedProxmox, result }: MoveEnd & { readonly result: string | null },
): Promise<void> {
  const what = afterMove({ state, reachedProxmox }, false);
  if (what === "go-on") return;
  const who = guestWords({ kind: step.guestKind, vmid: step.vmid, name: step.guestName });
  const why = result ?? `Its move ended as ${state}.`;
  if (state === "superseded") {
    await stopPlan({ planId: run.id, endsAs: "superseded", sentence: `${who}: ${why}` });
    return;
  }
  if (what === "next-unit") return await skipWhatBelongs(run, step, who);
  const sentence =
    state === "cancelled"
      ? `The move of ${who} was called off, so the rest is left. ${why}`
      : `The move of ${who} did not succeed, so the rest is left. ${why}`;
  await stopPlan({ planId: run.id, endsAs: state === "cancelled" ? "cancelled" : "failed", sentence });
}

/** Steps of the same bundle, and later steps of the same guest. */
async function skipWhatBelongs(
  { id, steps }: PlanRunWithSteps,
  failed: PlanStep,
  who: string,
): Promise<void> {
  const positions = steps
    .filter(({ bundle, vmid }) => (bundle !== null && bundle === failed.bundle) || vmid === failed.vmid)
    .map(({ position }) => position);
  await prisma.planStep.updateMany({
    where: { planRunId: id, position: { in: positions }, state: "planned" },
    data: { state: "skipped", result: `It belongs together with ${who}, which was not moved.` },
  });
}
