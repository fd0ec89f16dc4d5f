import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { type Judged, judgePlanQuality } from "./support/judge-plan-quality";

const MEDIAN_LIMIT = 0.03;
const WORST_LIMIT = 0.1;

/** Seconds of processor time that the solver may take for one cluster. */
const SECONDS = 10;
const QUICK_SECONDS = 2;

/**
 * Plans of 200 seeded clusters of 3 to 12 nodes and up to 120 guests (quick: 20 smaller ones) against what HiGHS proves: with as many moves
 * as the plan has, how low the load of the worst node can be; and whether fewer moves would have been enough for 98 % of what can be gained
 * at all. The solver knows no order of moves, so what it finds may be what no sequence of moves reaches.
 *
 * Where it cannot finish in time, what it has proven until then counts: a gap is measured against the proven bound, so that the true one
 * is at most that. `--first=201 --last=260` takes other seeds than those with which the search was tried, and `--out=FILE` keeps the
 * result of each cluster, from which a later run goes on.
 */
export async function run({ quick, flags }: { readonly quick: boolean; readonly flags: readonly string[] }) {
  const option = (name: string) =>
    flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3);
  const first = Number(option("first") ?? 1);
  const last = Number(option("last") ?? (quick ? 20 : 200));
  const seconds = Number(option("seconds") ?? (quick ? QUICK_SECONDS : SECONDS));
  const startedAt = performance.now();
  const out = option("out");
  const known = out === undefined ? [] : readKnown(out);
  const results: Judged[] = [];
  for (let seed = first; seed <= last; seed += 1) {
    const judged =
      known.find((one) => one.seed === seed) ?? (await judgePlanQuality({ seed, quick, seconds }));
    results.push(judged);
    if (out !== undefined && !known.includes(judged)) appendFileSync(out, `${JSON.stringify(judged)}\n`);
  }
  return { ...summaryOf(results), seconds: Math.round((performance.now() - startedAt) / 1_000) };
}

function readKnown(file: string): readonly Judged[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Judged => JSON.parse(line));
}

function summaryOf(all: readonly Judged[]) {
  const planned = all.filter(({ moves }) => moves > 0);
  const gaps = planned.map(({ gap }) => gap.atMost);
  const median = percentile(gaps, 0.5);
  const worst = percentile(gaps, 1);
  const moves = (verdict: Judged["needed"]) => planned.filter(({ needed }) => needed === verdict);
  const tooMany = moves("more than needed");
  return {
    ok: median <= MEDIAN_LIMIT && worst <= WORST_LIMIT && tooMany.length === 0,
    figures: {
      clusters: planned.length,
      gap: {
        median,
        p95: percentile(gaps, 0.95),
        worst,
        /** The same against the best that was found, which no gap is below. */
        atLeast: {
          median: percentile(
            planned.map(({ gap }) => gap.atLeast),
            0.5,
          ),
          worst: percentile(
            planned.map(({ gap }) => gap.atLeast),
            1,
          ),
        },
        provenBy: countBy(planned.map(({ provenBy }) => provenBy)),
        within3Percent: gaps.filter((gap) => gap <= MEDIAN_LIMIT).length,
        within10Percent: gaps.filter((gap) => gap <= WORST_LIMIT).length,
      },
      moves: planned.reduce((sum, one) => sum + one.moves, 0),
      fewestMoves: countBy(planned.map(({ needed }) => needed)),
      movesTooMany: tooMany.map(({ seed, optional, enough }) => ({ seed, optional, enough })),
      farthest: [...planned].sort((one, other) => other.gap.atMost - one.gap.atMost).slice(0, 5),
    },
    limits: { gap: { median: MEDIAN_LIMIT, worst: WORST_LIMIT }, movesTooMany: 0 },
  };
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
