import type { MoveRow } from "@/lib/api/moves";
import type { PlanRunRow, PlanRunState, PlanStep, PlanStepState } from "@/lib/api/plans";
import { moveBars, overallFraction } from "../moves/move-bars";
import type { Word } from "./plan-words";

export const PLAN_RUN_WORDS: Readonly<Record<PlanRunState, Word>> = {
  running: { word: "being carried out", tone: "accent" },
  paused: { word: "paused", tone: "warn" },
  stopping: { word: "coming to its end", tone: "warn" },
  done: { word: "carried out", tone: "ok" },
  failed: { word: "failed", tone: "bad" },
  cancelled: { word: "called off", tone: "neutral" },
  superseded: { word: "superseded", tone: "neutral" },
};

export const PLAN_STEP_WORDS: Readonly<Record<PlanStepState, Word>> = {
  planned: { word: "to come", tone: "neutral" },
  moving: { word: "moving", tone: "accent" },
  done: { word: "done", tone: "ok" },
  failed: { word: "failed", tone: "bad" },
  cancelled: { word: "called off", tone: "neutral" },
  superseded: { word: "superseded", tone: "neutral" },
  unknown: { word: "end unknown", tone: "warn" },
  skipped: { word: "not made", tone: "neutral" },
};

/** Whether an approved plan still does something or may go on. */
export function isActivePlan({ state }: Pick<PlanRunRow, "state">): boolean {
  return state === "running" || state === "paused" || state === "stopping";
}

/** What an approved plan does now, in one sentence. */
export function planRunSentence(run: PlanRunRow): string {
  const { state, doneCount, stepsCount, movingCount, wave, wavesCount, result, trouble, pausedBy } = run;
  const count = `${doneCount} of ${stepsCount} ${stepsCount === 1 ? "move" : "moves"} made`;
  if (!isActivePlan(run)) return result ?? `${count}.`;
  const where = wave === null ? "" : `, wave ${wave} of ${wavesCount}`;
  if (state === "paused") {
    const rest = movingCount > 0 ? `; ${movingCount} under way are finished` : "";
    return `${pausedBy ?? "Somebody"} paused it: ${count}${rest}.`;
  }
  if (state === "stopping") return result ?? `What is under way is waited for: ${count}.`;
  return trouble ?? `${count}${where}, ${movingCount} under way.`;
}

/** How much of an approved plan is made (0–1): its moves, those under way by what they have copied; null for a plan without moves. */
export function planFraction(
  { id, doneCount, stepsCount }: Pick<PlanRunRow, "id" | "doneCount" | "stepsCount">,
  moves: readonly MoveRow[],
): number | null {
  if (stepsCount === 0) return null;
  const partly = moves
    .filter(({ batchId }) => batchId === id)
    .reduce((sum, move) => sum + (overallFraction(moveBars(move)) ?? 0), 0);
  return Math.min(1, (doneCount + partly) / stepsCount);
}

/** The steps of an approved plan by wave, in their order. */
export function stepWaves(
  steps: readonly PlanStep[],
): readonly { readonly wave: number; readonly steps: readonly PlanStep[] }[] {
  const waves = new Map<number, PlanStep[]>();
  for (const step of [...steps].sort((one, other) => one.position - other.position)) {
    const list = waves.get(step.wave);
    if (list) list.push(step);
    else waves.set(step.wave, [step]);
  }
  return [...waves].sort(([one], [other]) => one - other).map(([wave, ofWave]) => ({ wave, steps: ofWave }));
}
