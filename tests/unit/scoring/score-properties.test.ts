import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NodeMeasures, ResourceMeasures } from "@/lib/scoring/node-measures";
import { scoreMeasures } from "@/lib/scoring/score-node";
import { compileScoringCurves } from "@/lib/scoring/scoring-curves";
import { SCORING_PRESETS } from "@/lib/scoring/scoring-presets";
import { type ScoringSettings, scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { anyMeasures, anySettings, between, SEED } from "./builders";

const RUNS = { ...SEED, numRuns: 500 };
const SLACK = 1e-6;

/** The defaults and presets, which people use, and anything else that the page accepts. */
const settings: fc.Arbitrary<ScoringSettings> = fc.oneof(
  fc.constantFrom(...SCORING_PRESETS.map(({ values }) => scoringSettingsFrom(values))),
  anySettings,
);

type Resource = "cpu" | "memory" | "ioWait";
type Change = (measures: NodeMeasures, by: number) => NodeMeasures;

const RESOURCES: readonly Resource[] = ["cpu", "memory", "ioWait"];
const PERCENTS = ["nowPercent", "dayPercent", "weekPercent", "peakPercent"] as const;
const PRESSURES = [
  "pressureCpuSomePercent",
  "pressureIoSomePercent",
  "pressureIoFullPercent",
  "pressureMemorySomePercent",
  "pressureMemoryFullPercent",
] as const;
const RATIOS = ["loadPerThread", "memoryAllocationRatio", "cpuAllocationRatio"] as const;

function raise(value: number | null, by: number, ceiling: number): number | null {
  return value === null ? null : Math.min(ceiling, value + by);
}

function raiseResource(resource: ResourceMeasures, fields: readonly (typeof PERCENTS)[number][], by: number) {
  return {
    ...resource,
    ...Object.fromEntries(fields.map((field) => [field, raise(resource[field], by, 100)])),
  };
}

/** One reading of a resource rises by `by` percentage points. */
const onePercent: readonly Change[] = RESOURCES.flatMap((resource) =>
  PERCENTS.map(
    (field): Change =>
      (measures, by) => ({ ...measures, [resource]: raiseResource(measures[resource], [field], by) }),
  ),
);

/** The resource was that much higher all week, now included. */
const wholeResource: readonly Change[] = RESOURCES.map(
  (resource): Change =>
    (measures, by) => ({ ...measures, [resource]: raiseResource(measures[resource], PERCENTS, by) }),
);

const pressure: readonly Change[] = PRESSURES.map(
  (field): Change =>
    (measures, by) => ({ ...measures, [field]: raise(measures[field], by, 100) }),
);

/** 0.1 % of a ratio is a thousandth of one. */
const ratio: readonly Change[] = RATIOS.map(
  (field): Change =>
    (measures, by) => ({ ...measures, [field]: raise(measures[field], by / 100, 1_000) }),
);

const rise: readonly Change[] = (["cpu", "memory"] as const).map(
  (resource): Change =>
    (measures, by) => ({
      ...measures,
      [resource]: {
        ...measures[resource],
        risePercentPerDay: raise(measures[resource].risePercentPerDay, by / 10, 10),
      },
    }),
);

const readings = [...onePercent, ...wholeResource, ...pressure, ...ratio];

function total(measures: NodeMeasures, weights: ScoringSettings): number {
  return scoreMeasures(measures, compileScoringCurves(weights)).penaltyPoints;
}

describe("the penalty, for any node and any weights", () => {
  it("never falls when a reading gets worse", () => {
    const change = fc.constantFrom(...readings, ...rise);
    fc.assert(
      fc.property(anyMeasures, settings, change, between(0, 100), (node, weights, worsen, by) => {
        expect(total(worsen(node, by), weights)).toBeGreaterThanOrEqual(total(node, weights) - SLACK);
      }),
      { ...RUNS, numRuns: 3_000 },
    );
  });

  it("changes by at most one point when a reading, or a resource's whole week, changes by 0.1 %", () => {
    fc.assert(
      fc.property(anyMeasures, settings, fc.constantFrom(...readings), (node, weights, worsen) => {
        const step = total(worsen(node, 0.1), weights) - total(node, weights);
        expect(Math.abs(step)).toBeLessThanOrEqual(1 + SLACK);
      }),
      { ...RUNS, numRuns: 3_000 },
    );
  });

  it("changes by at most one point at each 0.1 % of a whole sweep, with each preset", () => {
    for (const { values } of SCORING_PRESETS) {
      const weights = scoringSettingsFrom(values);
      for (const sweep of wholeResource) {
        let before = total(calm, weights);
        for (let tenth = 1; tenth <= 1_000; tenth += 1) {
          const now = total(sweep(calm, tenth / 10), weights);
          expect(now - before).toBeGreaterThanOrEqual(-SLACK);
          expect(now - before).toBeLessThanOrEqual(1 + SLACK);
          before = now;
        }
      }
    }
  });

  it("is finite and its parts are, add up, and are never negative", () => {
    fc.assert(
      fc.property(anyMeasures, settings, (node, weights) => {
        const score = scoreMeasures(node, compileScoringCurves(weights));
        expect(Number.isFinite(score.penaltyPoints)).toBe(true);
        const points = score.components.map((component) => component.points);
        for (const one of points) {
          expect(Number.isFinite(one)).toBe(true);
          expect(one).toBeGreaterThanOrEqual(0);
        }
        expect(points.reduce((sum, one) => sum + one, 0)).toBeCloseTo(score.penaltyPoints, 6);
      }),
      RUNS,
    );
  });

  it("gives a suitability above 0 and up to 100 that falls when the penalty rises", () => {
    fc.assert(
      fc.property(anyMeasures, anyMeasures, settings, (one, other, weights) => {
        const curves = compileScoringCurves(weights);
        const [better, worse] = [scoreMeasures(one, curves), scoreMeasures(other, curves)].sort(
          (a, b) => a.penaltyPoints - b.penaltyPoints,
        );
        if (!better || !worse) throw new Error("two scores went in");
        expect(worse.suitabilityPercent).toBeGreaterThan(0);
        expect(better.suitabilityPercent).toBeLessThanOrEqual(100);
        if (worse.penaltyPoints > better.penaltyPoints + SLACK) {
          expect(worse.suitabilityPercent).toBeLessThan(better.suitabilityPercent);
        }
      }),
      RUNS,
    );
  });

  it("costs nothing for a measure that is missing", () => {
    const forget = fc.constantFrom(...PRESSURES, ...RATIOS);
    fc.assert(
      fc.property(anyMeasures, settings, forget, (node, weights, field) => {
        const without = total({ ...node, [field]: null }, weights);
        expect(without).toBeLessThanOrEqual(total(node, weights) + SLACK);
      }),
      RUNS,
    );
  });

  it("writes sentences without unknown figures", () => {
    fc.assert(
      fc.property(anyMeasures, settings, (node, weights) => {
        for (const { sentence } of scoreMeasures(node, compileScoringCurves(weights)).components) {
          expect(sentence).not.toMatch(/NaN|undefined|null|Infinity/);
          expect(sentence).toMatch(/^[A-Z].*: .*points?\b/);
        }
      }),
      RUNS,
    );
  });
});

const flat: ResourceMeasures = {
  nowPercent: 0,
  dayPercent: 0,
  weekPercent: 0,
  peakPercent: 0,
  risePercentPerDay: 2,
  dayCoverage: 1,
  weekCoverage: 1,
};

const calm: NodeMeasures = {
  status: "online",
  haState: null,
  cpu: flat,
  memory: flat,
  ioWait: flat,
  pressureCpuSomePercent: null,
  pressureIoSomePercent: null,
  pressureIoFullPercent: null,
  pressureMemorySomePercent: null,
  pressureMemoryFullPercent: null,
  loadPerThread: null,
  memoryAllocationRatio: null,
  cpuAllocationRatio: null,
};
