import { describe, expect, it, test } from "vitest";
import type { NodeMeasures } from "@/lib/scoring/node-measures";
import { scoreMeasures } from "@/lib/scoring/score-node";
import { compileScoringCurves } from "@/lib/scoring/scoring-curves";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { componentOf, measures, onlyNow, steady } from "./builders";

const curves = compileScoringCurves(scoringSettingsFrom({}));
const score = (overrides: Partial<NodeMeasures>) => scoreMeasures(measures(overrides), curves);

describe("the points of one component", () => {
  test.each([
    { name: "CPU at its threshold", key: "cpu.now", node: { cpu: steady(60) }, points: 0 },
    { name: "CPU in the middle of the first step", key: "cpu.now", node: { cpu: steady(65) }, points: 20 },
    { name: "CPU in the middle of the second step", key: "cpu.now", node: { cpu: steady(75) }, points: 50 },
    { name: "CPU in the middle of the third step", key: "cpu.now", node: { cpu: steady(85) }, points: 100 },
    { name: "CPU full", key: "cpu.now", node: { cpu: steady(100) }, points: 150 },
    { name: "memory at its threshold", key: "memory.now", node: { memory: steady(70) }, points: 0 },
    { name: "memory at 91 %", key: "memory.now", node: { memory: steady(91) }, points: 38 },
    { name: "memory at 95 %", key: "memory.now", node: { memory: steady(95) }, points: 50 },
    { name: "memory full", key: "memory.now", node: { memory: steady(100) }, points: 90 },
    { name: "IO wait at 15 %", key: "ioWait.now", node: { ioWait: steady(15) }, points: 20 },
    { name: "IO wait at 35 %", key: "ioWait.now", node: { ioWait: steady(35) }, points: 80 },
    { name: "CPU pressure at 30 %", key: "pressure.cpu", node: { pressureCpuSomePercent: 30 }, points: 15 },
    {
      name: "IO pressure, some at 60 %",
      key: "pressure.io",
      node: { pressureIoSomePercent: 60 },
      points: 60,
    },
    {
      name: "IO pressure, full at 30 %",
      key: "pressure.io",
      node: { pressureIoFullPercent: 30 },
      points: 60,
    },
    {
      name: "memory pressure, full at 12.5 %",
      key: "pressure.memory",
      node: { pressureMemoryFullPercent: 12.5 },
      points: 40,
    },
    { name: "a load of one task per thread", key: "load.perThread", node: { loadPerThread: 1 }, points: 0 },
    { name: "a load of two tasks per thread", key: "load.perThread", node: { loadPerThread: 2 }, points: 20 },
    {
      name: "a load of forty tasks per thread",
      key: "load.perThread",
      node: { loadPerThread: 40 },
      points: 50,
    },
    {
      name: "memory promised exactly",
      key: "overcommit.memory",
      node: { memoryAllocationRatio: 1 },
      points: 0,
    },
    {
      name: "memory promised 1.2 times",
      key: "overcommit.memory",
      node: { memoryAllocationRatio: 1.2 },
      points: 8,
    },
    {
      name: "memory promised twice",
      key: "overcommit.memory",
      node: { memoryAllocationRatio: 2 },
      points: 25,
    },
    {
      name: "four virtual CPUs per thread",
      key: "overcommit.cpu",
      node: { cpuAllocationRatio: 4 },
      points: 8,
    },
    {
      name: "eight virtual CPUs per thread",
      key: "overcommit.cpu",
      node: { cpuAllocationRatio: 8 },
      points: 25,
    },
    {
      name: "a week of 75 % CPU before a calm hour",
      key: "cpu.sustained",
      node: { cpu: steady(75, { nowPercent: 0, dayPercent: 0 }) },
      points: 30,
    },
    {
      name: "a week of 85 % memory before a calm hour",
      key: "memory.sustained",
      node: { memory: steady(85, { nowPercent: 10 }) },
      points: 10,
    },
    {
      name: "a week of 22.5 % IO wait before a calm hour",
      key: "ioWait.sustained",
      node: { ioWait: steady(22.5, { nowPercent: 0, dayPercent: 0 }) },
      points: 53,
    },
    {
      name: "one peak of 92.5 % in a calm week",
      key: "spikes.cpu",
      node: { cpu: steady(20, { peakPercent: 92.5 }) },
      points: 20,
    },
    {
      name: "one memory peak of 96.5 % in a calm week",
      key: "spikes.memory",
      node: { memory: steady(20, { peakPercent: 96.5 }) },
      points: 10,
    },
    {
      name: "CPU rising by 2 % a day at its threshold",
      key: "trend.cpu",
      node: { cpu: steady(60, { risePercentPerDay: 2 }) },
      points: 30,
    },
    {
      name: "CPU rising by 2 % a day half-way to it",
      key: "trend.cpu",
      node: { cpu: steady(45, { risePercentPerDay: 2 }) },
      points: 15,
    },
    {
      name: "CPU rising by 2 % a day on an idle node",
      key: "trend.cpu",
      node: { cpu: steady(20, { risePercentPerDay: 2 }) },
      points: 0,
    },
    {
      name: "memory growing from 70 to 80 % in two days",
      key: "predicted.memory",
      node: { memory: steady(70, { risePercentPerDay: 5 }) },
      points: 12.5,
    },
    { name: "maintenance", key: "availability.status", node: { haState: "maintenance" }, points: 100 },
    {
      name: "a node about to be fenced",
      key: "availability.status",
      node: { haState: "fence" },
      points: 100,
    },
  ])("gives $points for $name", ({ key, node, points }) => {
    expect(componentOf(score(node), key).points).toBeCloseTo(points, 6);
  });
});

describe("the whole score", () => {
  it("lists every component once, the costliest first, and adds up to the penalty", () => {
    const { components, penaltyPoints } = score({ cpu: steady(80), memory: steady(95), loadPerThread: 2 });
    expect(components).toHaveLength(19);
    expect(new Set(components.map(({ key }) => key)).size).toBe(19);
    expect(components.map(({ points }) => points)).toEqual(
      components.map(({ points }) => points).toSorted((one, other) => other - one),
    );
    expect(components.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(penaltyPoints, 9);
    expect(penaltyPoints).toBeCloseTo(75 + 50 + 20, 9);
  });

  it("has only availability for a node that is not online, and knows no window", () => {
    for (const status of ["offline", "unknown"] as const) {
      const dead = score({ status, cpu: steady(99), memory: steady(99) });
      expect(dead.components.map(({ key }) => key)).toEqual(["availability.status"]);
      expect(dead.verdict).toBe("critical");
      expect(dead.windows).toEqual({ now: false, day: false, week: false });
    }
  });

  it("charges nothing for a node of which nothing is known, and says which windows are missing", () => {
    const blind = score({
      cpu: onlyNow(null),
      memory: onlyNow(null),
      ioWait: onlyNow(null),
      pressureCpuSomePercent: null,
      pressureIoSomePercent: null,
      pressureIoFullPercent: null,
      pressureMemorySomePercent: null,
      pressureMemoryFullPercent: null,
      loadPerThread: null,
      memoryAllocationRatio: null,
      cpuAllocationRatio: null,
    });
    expect(blind.penaltyPoints).toBe(0);
    expect(blind.windows).toEqual({ now: false, day: false, week: false });
    for (const { key, sentence, value } of blind.components) {
      expect(value).toBeNull();
      if (key !== "availability.status") expect(sentence).toMatch(/not (known|reported)/);
    }
  });

  it("knows a window when any resource has it", () => {
    const { windows } = score({
      cpu: onlyNow(5),
      ioWait: onlyNow(null),
      memory: steady(5, { nowPercent: null }),
    });
    expect(windows).toEqual({ now: true, day: true, week: true });
  });
});
