import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Plan } from "@/lib/planning/plan";
import { planCluster } from "@/lib/planning/plan-cluster";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { makeUnevenCluster } from "./support/make-uneven-cluster";
import { withRules } from "./support/with-rules";

/** Times are of one thread; those with a limit are the ones that the product promises. */
const SIZES = [
  { nodes: 8, guests: 120, limitMs: null },
  { nodes: 32, guests: 1_000, limitMs: 150 },
  { nodes: 100, guests: 10_000, limitMs: 2_000 },
] as const;
const MEMORY_LIMIT_BYTES = 300e6;

const KINDS = ["plain", "with history", "with rules"] as const;

/**
 * How long a plan takes on uneven clusters, checker included: the first one, and the median of several runs after warming up, also in full
 * scoring passes over the same cluster; with three weeks of history, and with rules for a third of the guests, for which nothing is
 * promised; and how much memory planning takes. Processor time is what a machine that does other things as well can be judged by.
 */
export function run({ quick }: { readonly quick: boolean }) {
  const figures: Record<string, unknown> = {};
  let ok = true;
  for (const { nodes, guests, limitMs } of SIZES) {
    for (const kind of KINDS) {
      const measured = measure({ nodes, guests, kind, runs: quick ? 3 : 9 });
      figures[`${nodes}x${guests}${kind === "plain" ? "" : ` ${kind}`}`] = measured;
      const fast = limitMs === null || kind === "with rules" || measured.medianMs < limitMs;
      ok &&= fast && measured.memoryBytes < MEMORY_LIMIT_BYTES && measured.certified;
    }
  }
  const limits = Object.fromEntries(
    SIZES.flatMap(({ nodes, guests, limitMs }) =>
      limitMs === null ? [] : [[`${nodes}x${guests}`, limitMs]],
    ),
  );
  return { ok, figures, limits: { medianMs: limits, memoryBytes: MEMORY_LIMIT_BYTES } };
}

interface SpeedOptions {
  readonly nodes: number;
  readonly guests: number;
  readonly kind: (typeof KINDS)[number];
  readonly runs: number;
}

function measure({ nodes, guests, kind, runs }: SpeedOptions) {
  const plain = makeUnevenCluster({ nodes, guests, seed: 7 });
  const made = planningInputFromScenario(kind === "with rules" ? withRules(plain, 7) : plain);
  const input: PlanningInput = kind === "with history" ? made : { ...made, history: new Map() };
  const firstMs = processorMsOf(() => planCluster(input));
  const scoringMs = median(times(runs, () => score(input)));
  const memoryBytes = memoryOf(() => planCluster(input));
  let plan: Plan | null = null;
  let all: readonly number[] = [];
  const processorMs = processorMsOf(() => {
    all = times(runs, () => {
      plan = planCluster(input);
    });
  });
  const { moves, verdict, certificate, score: health, imbalance } = planned(plan);
  const medianMs = median(all);
  return {
    medianMs,
    highestMs: Math.max(...all),
    processorMs: round(processorMs / runs),
    firstProcessorMs: round(firstMs),
    scoringMs,
    scoringPasses: round(medianMs / scoringMs),
    memoryBytes,
    verdict,
    moves: moves.length,
    health,
    imbalance,
    certified: certificate.ok,
  };
}

function score({ snapshot, history, scoringSettings }: PlanningInput): void {
  scoreCluster({ snapshot, history, settings: scoringSettings });
}

function planned(plan: Plan | null): Plan {
  if (!plan) throw new Error("Nothing was planned.");
  return plan;
}

function processorMsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

function times(runs: number, work: () => void): number[] {
  return Array.from({ length: runs }, () => {
    const startedAt = performance.now();
    work();
    return round(performance.now() - startedAt);
  });
}

/** By how much the process grows at most, as far as it shows at the end of the work; garbage counts. */
function memoryOf(work: () => void): number {
  globalThis.gc?.();
  const before = process.memoryUsage();
  work();
  const after = process.memoryUsage();
  return Math.max(0, after.heapUsed - before.heapUsed, after.rss - before.rss);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
