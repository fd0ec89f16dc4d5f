import { describe, expect, it } from "vitest";
import type { NodeMeasures } from "@/lib/scoring/node-measures";
import { scoreMeasures } from "@/lib/scoring/score-node";
import { compileScoringCurves } from "@/lib/scoring/scoring-curves";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { componentOf, measures, onlyNow, steady } from "./builders";

const curves = compileScoringCurves(scoringSettingsFrom({}));
const score = (overrides: Partial<NodeMeasures>) => scoreMeasures(measures(overrides), curves);

describe("defects of other penalty scores", () => {
  it("has no cliff at a threshold: 60.1 % CPU costs less than one point", () => {
    expect(score({ cpu: steady(60.1) }).penaltyPoints).toBeLessThan(1);
    expect(score({ memory: steady(70.1) }).penaltyPoints).toBeLessThan(1);
    expect(score({ ioWait: steady(10.1) }).penaltyPoints).toBeLessThan(1);
  });

  it("does not saturate: suitability still falls between two very bad nodes", () => {
    const bad = score({ cpu: steady(96) });
    const worse = score({ cpu: steady(97), memory: steady(97) });
    const worst = score({ cpu: steady(100), memory: steady(100), ioWait: steady(60), loadPerThread: 10 });
    expect(bad.suitabilityPercent).toBeGreaterThan(worse.suitabilityPercent + 3);
    expect(worse.suitabilityPercent).toBeGreaterThan(worst.suitabilityPercent + 3);
    expect(worst.suitabilityPercent).toBeGreaterThan(5);
  });

  it("counts one steady CPU load once, not through level, average, prediction and peak", () => {
    const { components } = score({ cpu: steady(80) });
    expect(components.filter(({ points }) => points > 0).map(({ key }) => key)).toEqual(["cpu.now"]);
  });

  it("counts IO wait and IO pressure once: the costlier of the two", () => {
    const waiting = score({ ioWait: steady(25) });
    const both = score({ ioWait: steady(25), pressureIoSomePercent: 30 });
    expect(both.penaltyPoints).toBe(waiting.penaltyPoints);
    expect(score({ pressureIoSomePercent: 60, ioWait: steady(15) }).penaltyPoints).toBeCloseTo(60, 9);
  });

  it("does not cap memory: full memory with overcommit and pressure costs more than 60 points", () => {
    const full = score({
      memory: steady(100),
      memoryAllocationRatio: 1.8,
      pressureMemorySomePercent: 40,
    });
    expect(full.penaltyPoints).toBeGreaterThan(150);
    expect(full.verdict).toBe("critical");
  });

  it("lets a moment of full CPU show through a calm week, and counts a lasting one double", () => {
    const moment = score({ cpu: steady(10, { nowPercent: 100 }) });
    expect(moment.penaltyPoints).toBeCloseTo(75, 9);
    expect(score({ cpu: steady(100) }).penaltyPoints).toBeGreaterThan(150);
  });

  it("uses memory as it is now: a node that was relieved is not charged for yesterday's level", () => {
    const relieved = score({ memory: steady(79, { nowPercent: 30 }) });
    expect(relieved.penaltyPoints).toBe(0);
  });

  it("rates an offline node worse than the worst online one", () => {
    const worst = score({
      haState: "maintenance",
      cpu: steady(100, { risePercentPerDay: 10 }),
      memory: steady(100, { risePercentPerDay: 10 }),
      ioWait: steady(100),
      pressureCpuSomePercent: 100,
      pressureIoSomePercent: 100,
      pressureIoFullPercent: 100,
      pressureMemorySomePercent: 100,
      pressureMemoryFullPercent: 100,
      loadPerThread: 1_000,
      memoryAllocationRatio: 100,
      cpuAllocationRatio: 1_000,
    });
    expect(score({ status: "offline" }).suitabilityPercent).toBeLessThan(worst.suitabilityPercent);
  });

  it("gives a window that has few readings little weight, so that its first hour does not jump in", () => {
    const fresh = score({ cpu: steady(0, { nowPercent: 100, dayCoverage: 1 / 24, weekCoverage: 1 / 168 }) });
    const none = score({ cpu: onlyNow(100) });
    expect(none.penaltyPoints - fresh.penaltyPoints).toBeLessThan(6);
  });

  it("does not call three hours of load sustained", () => {
    const young = score({ cpu: steady(90, { nowPercent: 0, dayPercent: 0, weekCoverage: 3 / 168 }) });
    expect(componentOf(young, "cpu.sustained").points).toBeLessThan(6);
  });
});
