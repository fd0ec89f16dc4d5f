import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { type BalanceSolver, balanceSolver, processorSeconds } from "./balance-optimum";
import { BalanceProblem, worstLoad } from "./balance-problem";
import { makeUnevenCluster } from "./make-uneven-cluster";

/** A plan need not fetch the last bit of what can be reached. */
const ENOUGH = 0.98;
/** A gap that is proven to be no larger needs no closer look. */
const CLOSE = 0.002;
/** Gaps that are asked for where the optimum is not found. */
const ASKED = [0.03, 0.1] as const;
/** Moves that must be made, whatever they do for the balance, are none too many. */
const FORCED: ReadonlySet<string> = new Set(["rule", "capacity", "evacuation"]);

export interface Judged {
  readonly seed: number;
  readonly nodes: number;
  readonly guests: number;
  /** 0: nothing was to be done. */
  readonly moves: number;
  /** Of these, for balance's sake. */
  readonly optional: number;
  readonly load: { readonly before: number; readonly after: number };
  /** By how much the worst node's load is above the lowest that so many moves reach, as a share of it. */
  readonly gap: { readonly atLeast: number; readonly atMost: number };
  /** `count`: no solver was needed. `optimum`: it was found. `bound`: the solver's bound. `question`: there is no plan that is so much better. */
  readonly provenBy: "count" | "optimum" | "bound" | "question";
  /** Whether fewer moves would have been enough for 98 % of what can be gained. */
  readonly needed: "all needed" | "more than needed" | "not known";
  /** So many moves are known to be enough; null where that is no fewer. */
  readonly enough: number | null;
  readonly seconds: number;
}

interface Asked {
  readonly seed: number;
  readonly quick: boolean;
  readonly seconds: number;
}

/** Plans a cluster and has the solver judge the plan, within about so many seconds of processor time. */
export async function judgePlanQuality({ seed, quick, seconds }: Asked): Promise<Judged> {
  const scenario = clusterOf(seed, quick);
  const plan = planCluster(planningInputFromScenario(scenario));
  const startedAt = processorSeconds();
  const secondsLeft = () => startedAt + seconds - processorSeconds();
  const moves = plan.moves.filter(({ temporary }) => !temporary).length;
  const optional = plan.moves.filter(({ reason }) => !FORCED.has(reason.need)).length;
  const before = worstLoad(scenario, new Map(scenario.guests.map(({ vmid, node }) => [vmid, node])));
  const placement = new Map(
    Object.entries(plan.placements).map(([vmid, node]) => [Number(vmid), node] as const),
  );
  const after = worstLoad(scenario, placement);
  const named = { seed, nodes: scenario.nodes.length, guests: scenario.guests.length, moves, optional };
  const load = { before: round(before), after: round(after) };
  if (moves === 0) {
    const gap = { atLeast: 0, atMost: 0 };
    return { ...named, load, gap, provenBy: "count", needed: "all needed", enough: null, seconds: 0 };
  }
  const problem = new BalanceProblem(scenario);
  const solver = await balanceSolver(problem);
  const judged = { problem, solver, moves, optional, before, after, placement, secondsLeft };
  const found = {
    ...named,
    load,
    ...gapOf(judged, seconds),
    ...neededMoves(judged, seconds),
  };
  return { ...found, seconds: round(processorSeconds() - startedAt) };
}

function clusterOf(seed: number, quick: boolean): Scenario {
  const nodes = 3 + (seed % (quick ? 3 : 10));
  const guests = Math.min(quick ? 40 : 120, nodes * (5 + (seed % 7)));
  return makeUnevenCluster({ nodes, guests, seed, fill: 0.45 + (seed % 5) * 0.06 });
}

interface ToJudge {
  readonly problem: BalanceProblem;
  readonly solver: BalanceSolver;
  readonly moves: number;
  readonly optional: number;
  readonly before: number;
  readonly after: number;
  readonly placement: ReadonlyMap<number, string>;
  readonly secondsLeft: () => number;
}

function gapOf(
  { problem, solver, moves, before, after, placement }: ToJudge,
  seconds: number,
): Pick<Judged, "gap" | "provenBy"> {
  const gap = (lower: number) => Math.max(0, after / lower - 1);
  const counted = problem.leastLoad(moves, before);
  if (gap(counted) <= CLOSE) return { gap: { atLeast: 0, atMost: round(gap(counted)) }, provenBy: "count" };
  const bounds = solver.lowestLoad({ moves, load: after }, placement, seconds * 0.4);
  let atLeast = gap(Math.min(after, bounds.upper ?? after));
  let atMost = gap(Math.max(counted, bounds.lower));
  let provenBy: Judged["provenBy"] = bounds.lower > counted ? "bound" : "count";
  if (atMost - atLeast <= CLOSE) provenBy = "optimum";
  for (const asked of ASKED) {
    if (atMost <= asked || atLeast > asked) continue;
    const answer = solver.canReach({ moves, load: after / (1 + asked) }, seconds * 0.15);
    if (answer === "yes") atLeast = Math.max(atLeast, asked);
    if (answer !== "no") continue;
    atMost = asked;
    provenBy = "question";
  }
  return { gap: { atLeast: round(Math.min(atLeast, atMost)), atMost: round(atMost) }, provenBy };
}

/**
 * Fewer moves are not enough when they do not even bring every node to what is 98 % of the gain of the best placement that was found: that of
 * a better one would be lower still. They are enough when they reach 98 % of a gain that nothing exceeds.
 */
function neededMoves(
  { problem, solver, optional, before, after, placement, secondsLeft }: ToJudge,
  seconds: number,
): Pick<Judged, "needed" | "enough"> {
  const level = (reached: number) => before - ENOUGH * (before - reached);
  const fewer = optional - 1;
  if (fewer < 0 || problem.leastMoves(level(after)) > fewer) return { needed: "all needed", enough: null };
  const all = { moves: problem.scenario.guests.length, load: after };
  const best = solver.lowestLoad(all, placement, Math.min(seconds * 0.15, secondsLeft()));
  const reached = Math.min(after, best.upper ?? after);
  const reach = (load: number, moves: number) => solver.canReach({ moves, load }, seconds * 0.15);
  if (reach(level(reached), fewer) === "no") return { needed: "all needed", enough: null };
  const lowest = level(Math.max(problem.evenLoad, best.lower));
  if (reach(lowest, fewer) !== "yes") return { needed: "not known", enough: null };
  let enough = fewer;
  while (enough > 0 && secondsLeft() > 0 && reach(lowest, enough - 1) === "yes") enough -= 1;
  return { needed: "more than needed", enough };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
