import "server-only";
import { type PlanRunState, planRunState } from "@/lib/api/plans";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { withClusterLock } from "@/lib/server/collection/with-cluster-lock";
import { prisma } from "@/lib/server/db/prisma";
import { pauseSentence, readPause } from "@/lib/server/engine/read-pause";
import { askForStep } from "./ask-for-step";
import { callOffMoves } from "./call-off-moves";
import { findDrift, readForPlan } from "./find-drift";
import type { PlanRunWithSteps } from "./plan-run-row";
import { settleSteps } from "./settle-steps";
import { endPlan, stopPlan } from "./stop-plan";

/** `on`: something changed, see again. `wait`: whoever changes something wakes the plan. */
type Progress = "on" | "wait";

/**
 * Takes an approved plan as far as it goes now: asks for the moves of its wave, and goes on to the next one when all have ended. Everything
 * that counts is in the database, so anybody may do it again at any time; one does it at a time.
 */
export async function advancePlan(
  planId: string,
): Promise<{ readonly state: PlanRunState | "gone" | "locked" }> {
  const state = await withClusterLock("plan", planId, () => takeSteps(planId));
  return { state: state ?? "locked" };
}

async function takeSteps(planId: string): Promise<PlanRunState | "gone"> {
  for (;;) {
    const run = await prisma.planRun.findUnique({
      where: { id: planId },
      include: { steps: { orderBy: { position: "asc" } } },
    });
    if (!run) return "gone";
    const state = planRunState.parse(run.state);
    if (run.endedAt !== null) return state;
    if ((await takeStep(run, state)) === "wait") return state;
  }
}

async function takeStep(run: PlanRunWithSteps, state: PlanRunState): Promise<Progress> {
  if (await settleSteps(run)) return "on";
  const isMoving = run.steps.some((step) => step.state === "moving");
  if (state === "stopping") return await stop(run, isMoving);
  const rest = run.steps.filter((step) => step.state === "planned");
  if (rest.length === 0 && !isMoving) return await finish(run, state);
  if (state === "paused") return await hold(run, null);
  if (rest.length === 0) return await hold(run, null);
  const closed = await whyClosed(run.clusterId);
  if (closed !== null) return await halt(run, "failed", closed);
  const pause = await readPause(run.clusterId);
  if (pause) return await hold(run, `${pauseSentence(pause)} The plan goes on when that ends.`);
  return await beginWave(run);
}

/** Asks for what the wave still lacks; the next wave begins when this one's moves have ended. */
async function beginWave(run: PlanRunWithSteps): Promise<Progress> {
  const open = run.steps.filter(({ state }) => state === "planned" || state === "moving");
  const wave = Math.min(...open.map((step) => step.wave));
  const due = open.filter((step) => step.wave === wave && step.state === "planned");
  if (due.length === 0) return await hold(run, null);
  const snapshot = await readForPlan(run);
  if (!snapshot)
    return await hold(run, "The cluster cannot be read anew; the plan goes on as soon as it can.");
  const drift = await findDrift(run, snapshot);
  if (drift.length > 0)
    return await halt(run, "superseded", `The plan does not hold any more: ${drift.join(" ")}`);
  await hold(run, null);
  for (const step of due) await askForStep(run, step);
  return "on";
}

async function stop(run: PlanRunWithSteps, isMoving: boolean): Promise<Progress> {
  if (isMoving) return (await callOffMoves(run)) ? "on" : "wait";
  const endsAs = planRunState.safeParse(run.endsAs);
  await endPlan(
    run.id,
    "stopping",
    endsAs.success ? endsAs.data : "failed",
    run.result ?? "The plan was stopped.",
  );
  return "on";
}

async function halt(
  { id: planId }: PlanRunWithSteps,
  endsAs: "failed" | "superseded",
  sentence: string,
): Promise<Progress> {
  await stopPlan({ planId, endsAs, sentence });
  return "on";
}

async function finish({ id, steps }: PlanRunWithSteps, state: PlanRunState): Promise<Progress> {
  const made = steps.filter((step) => step.state === "done").length;
  const all = steps.length;
  if (made === all) {
    const sentence = all === 1 ? "The move was made." : `All ${all} moves were made.`;
    await endPlan(id, state, "done", sentence);
    return "on";
  }
  const first = steps.find((step) => step.state === "failed");
  const why = first?.result ? ` The first that was not: guest ${first.vmid}. ${first.result}` : "";
  await endPlan(id, state, "failed", `${made} of ${all} moves were made.${why}`);
  return "on";
}

/** Says what keeps the plan; null when nothing but its own moves does. */
async function hold({ id, trouble }: PlanRunWithSteps, sentence: string | null): Promise<"wait"> {
  if (trouble !== sentence)
    await prisma.planRun.updateMany({ where: { id, endedAt: null }, data: { trouble: sentence } });
  return "wait";
}

async function whyClosed(clusterId: string): Promise<string | null> {
  const stored = await findConnection(clusterId);
  if (!stored) return "The connection was removed, so the rest is left.";
  return stored.paused ? `The connection ${stored.connection.name} was paused, so the rest is left.` : null;
}
