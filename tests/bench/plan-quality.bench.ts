import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { planCluster } from "@/lib/planning/plan-cluster";
import { balanceSolver, type SolverLimits, worstLoad } from "./support/balance-optimum";
import { makeUnevenCluster } from "./support/make-uneven-cluster";

const MEDIAN_LIMIT = 0.03;
const WORST_LIMIT = 0.1;
/** A plan need not fetch the last bit of what can be reached. */
const ENOUGH = 0.98;
/** Moves that must be made, whatever they do for the balance, are none too many. */
const FORCED: ReadonlySet<string> = new Set(["rule", "capacity", "evacuation"]);

/**
 * Plans of 200 seeded clusters of 3 to 12 nodes and up to 120 guests (quick: 20 smaller ones) against the exact optimum by HiGHS: with as
 * many moves as the plan has, how low could the load of the worst node be; and how many moves would have been enough for 98 % of
 * what can be gained at all, told where the solver proved it. The optimum knows no order of moves, so it may be one that no sequence of moves reaches.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const limits: SolverLimits = quick ? { seconds: 2, gap: 0.005 } : { seconds: 20, gap: 0.002 };
  const results: Compared[] = [];
  for (let seed = 1; seed <= (quick ? 20 : 200); seed += 1) {
    const compared = await compare(clusterOf(seed, quick), seed, limits);
    if (compared) results.push(compared);
  }
  const gaps = results.map(({ gap }) => gap);
  const proven = results.filter((one) => one.proven);
  const ratios = proven.map(({ movesRatio }) => movesRatio);
  const median = percentile(gaps, 0.5);
  const worst = percentile(gaps, 1);
  return {
    ok: median <= MEDIAN_LIMIT && worst <= WORST_LIMIT && percentile(ratios, 1) <= 1,
    figures: {
      clusters: results.length,
      gap: { median, p95: percentile(gaps, 0.95), worst },
      movesRatio: {
        median: percentile(ratios, 0.5),
        p95: percentile(ratios, 0.95),
        worst: percentile(ratios, 1),
      },
      moves: results.reduce((sum, { moves }) => sum + moves, 0),
      movesForEnough: results.reduce((sum, { enough }) => sum + enough, 0),
      unproven: results.length - proven.length,
      farthest: [...results].sort((one, other) => other.gap - one.gap).slice(0, 3),
      mostMoves: [...proven].sort((one, other) => other.movesRatio - one.movesRatio).slice(0, 3),
    },
    limits: { gap: { median: MEDIAN_LIMIT, worst: WORST_LIMIT }, movesRatio: 1 },
  };
}

interface Compared {
  readonly seed: number;
  readonly nodes: number;
  readonly guests: number;
  readonly moves: number;
  /** Moves that reach 98 % of what can be gained. */
  readonly enough: number;
  readonly movesRatio: number;
  readonly load: {
    readonly before: number;
    readonly after: number;
    readonly optimum: number;
    readonly reachable: number;
  };
  /** By how much the worst node's load is above the optimum's, as a share of it. */
  readonly gap: number;
  readonly proven: boolean;
}

function clusterOf(seed: number, quick: boolean): Scenario {
  const nodes = 3 + (seed % (quick ? 3 : 10));
  const guests = Math.min(quick ? 40 : 120, nodes * (5 + (seed % 7)));
  return makeUnevenCluster({ nodes, guests, seed, fill: 0.45 + (seed % 5) * 0.06 });
}

async function compare(scenario: Scenario, seed: number, limits: SolverLimits): Promise<Compared | null> {
  const plan = planCluster(planningInputFromScenario(scenario));
  const moves = plan.moves.filter(({ temporary }) => !temporary).length;
  if (moves === 0) return null;
  const optional = plan.moves.filter(({ reason }) => !FORCED.has(reason.need)).length;
  const before = worstLoad(scenario, new Map(scenario.guests.map(({ vmid, node }) => [vmid, node])));
  const after = worstLoad(
    scenario,
    new Map(Object.entries(plan.placements).map(([vmid, node]) => [Number(vmid), node])),
  );
  const solver = await balanceSolver(scenario, limits);
  const optimum = solver.lowestLoad(moves);
  const reachable = solver.lowestLoad(scenario.guests.length);
  if (!optimum || !reachable) throw new Error(`The solver found nothing for the cluster of seed ${seed}.`);
  const level = before - ENOUGH * (before - reachable.value);
  const enough = solver.fewestMoves(level);
  const fewest = Math.round(enough?.value ?? moves);
  return {
    seed,
    nodes: scenario.nodes.length,
    guests: scenario.guests.length,
    moves,
    enough: fewest,
    movesRatio: round(optional / Math.max(1, fewest)),
    load: {
      before: round(before),
      after: round(after),
      optimum: round(optimum.value),
      reachable: round(reachable.value),
    },
    gap: round(Math.max(0, after / optimum.value - 1)),
    proven: optimum.proven && reachable.proven && enough?.proven === true,
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
