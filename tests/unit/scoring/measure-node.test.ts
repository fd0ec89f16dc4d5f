import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { NodeAllocation } from "@/lib/inventory/node-allocation";
import type { Node } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import { measureNode } from "@/lib/scoring/measure-node";
import { scoreNode } from "@/lib/scoring/score-node";
import { compileScoringCurves } from "@/lib/scoring/scoring-curves";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { aNode, GIB, READ_AT_MS } from "../../support/inventory-builders";
import { anHour, aWeek, SEED } from "./builders";

const HOUR_MS = 3_600_000;
const curves = compileScoringCurves(scoringSettingsFrom({}));

const allocation: NodeAllocation = {
  memoryAllocatedBytes: 32 * GIB,
  cpuAllocatedThreads: 8,
  guestsRunning: 4,
  guestsTotal: 5,
};

const measure = (node: Partial<Node>, history: readonly HourlyReading[] = []) =>
  measureNode({ node: aNode(node), allocation, history, nowMs: READ_AT_MS });

describe("what is read now", () => {
  it("turns shares into percent and amounts into ratios", () => {
    const measures = measure({
      cpuFraction: 0.5,
      ioWaitFraction: 0.02,
      memoryUsedBytes: 48 * GIB,
      loadAverage: { oneMinute: 40, fiveMinutes: 24, fifteenMinutes: 8 },
    });
    expect(measures.cpu.nowPercent).toBe(50);
    expect(measures.ioWait.nowPercent).toBe(2);
    expect(measures.memory.nowPercent).toBe(75);
    expect(measures.loadPerThread).toBe(1.5);
    expect(measures.memoryAllocationRatio).toBe(0.5);
    expect(measures.cpuAllocationRatio).toBe(0.5);
  });

  it("reads pressure as percent, each figure by itself", () => {
    const measures = measure({
      pressure: {
        cpuSomeFraction: 0.1,
        ioSomeFraction: 0.2,
        ioFullFraction: null,
        memorySomeFraction: 0.3,
        memoryFullFraction: 0.05,
      },
    });
    expect(measures.pressureCpuSomePercent).toBe(10);
    expect(measures.pressureIoSomePercent).toBe(20);
    expect(measures.pressureIoFullPercent).toBeNull();
    expect(measures.pressureMemorySomePercent).toBe(30);
    expect(measures.pressureMemoryFullPercent).toBe(5);
  });

  it("has no pressure before PVE 9", () => {
    const measures = measure({ pressure: null });
    expect(measures.pressureCpuSomePercent).toBeNull();
    expect(measures.pressureMemoryFullPercent).toBeNull();
  });

  it("forgives a share that rounding put just above 1", () => {
    expect(measure({ cpuFraction: 1.005 }).cpu.nowPercent).toBe(100);
  });
});

describe("a reading that cannot be true counts as not read", () => {
  test.each([
    { name: "CPU above capacity", node: { cpuFraction: 1.2 } },
    { name: "negative CPU", node: { cpuFraction: -0.1 } },
    { name: "CPU that is not a number", node: { cpuFraction: Number.NaN } },
    { name: "infinite CPU", node: { cpuFraction: Number.POSITIVE_INFINITY } },
    { name: "CPU of a node without threads", node: { cpuFraction: 0.99, cpuCount: 0 } },
    { name: "CPU of a node with fewer than no threads", node: { cpuFraction: 0.99, cpuCount: -4 } },
    { name: "CPU read far in the future", node: { cpuFraction: 0.99, readAtMs: READ_AT_MS + HOUR_MS } },
    { name: "CPU that PVE did not say", node: { cpuFraction: null } },
  ])("$name", ({ node }) => {
    expect(measure(node).cpu.nowPercent).toBeNull();
  });

  test.each([
    { name: "more memory in use than there is", node: { memoryUsedBytes: 65 * GIB } },
    { name: "negative memory", node: { memoryUsedBytes: -1 } },
    { name: "memory of a node that has none", node: { memoryUsedBytes: 0, memoryTotalBytes: 0 } },
    { name: "memory in use that is not a number", node: { memoryUsedBytes: Number.NaN } },
    { name: "memory without a total", node: { memoryTotalBytes: null } },
    { name: "memory read far in the future", node: { readAtMs: READ_AT_MS + HOUR_MS } },
  ])("$name", ({ node }) => {
    expect(measure(node).memory.nowPercent).toBeNull();
  });

  test.each([
    { name: "load of a node without threads", node: { cpuCount: 0 } },
    { name: "load without a number of threads", node: { cpuCount: null } },
    { name: "negative load", node: { loadAverage: { oneMinute: 0, fiveMinutes: -1, fifteenMinutes: 0 } } },
    {
      name: "load beyond belief",
      node: { loadAverage: { oneMinute: 0, fiveMinutes: 1e9, fifteenMinutes: 0 } },
    },
    { name: "load that PVE did not say", node: { loadAverage: null } },
  ])("$name", ({ node }) => {
    expect(measure(node).loadPerThread).toBeNull();
  });

  it("keeps a reading that is a few seconds newer than the beginning of the snapshot", () => {
    expect(measure({ cpuFraction: 0.5, readAtMs: READ_AT_MS + 4_000 }).cpu.nowPercent).toBe(50);
  });

  it("has no overcommit for a node whose size is not known", () => {
    const measures = measure({ memoryTotalBytes: null, cpuCount: null });
    expect(measures.memoryAllocationRatio).toBeNull();
    expect(measures.cpuAllocationRatio).toBeNull();
  });
});

describe("the past", () => {
  it("averages the last 24 hours and the last 7 days", () => {
    const week = aWeek((hoursAgo) => ({ cpuAverageFraction: hoursAgo <= 24 ? 0.8 : 0.2 }));
    const { cpu } = measure({}, week);
    expect(cpu.dayPercent).toBeCloseTo(80, 9);
    expect(cpu.weekPercent).toBeCloseTo((24 * 80 + 144 * 20) / 168, 9);
    expect(cpu.dayCoverage).toBe(1);
    expect(cpu.weekCoverage).toBe(1);
  });

  it("takes the highest maximum, or the highest average where no maximum was read", () => {
    const week = aWeek((hoursAgo) => ({
      cpuMaximumFraction: hoursAgo === 50 ? 0.97 : 0.3,
      memoryMaximumFraction: null,
      memoryAverageFraction: hoursAgo === 60 ? 0.6 : 0.1,
    }));
    const measures = measure({}, week);
    expect(measures.cpu.peakPercent).toBeCloseTo(97, 9);
    expect(measures.memory.peakPercent).toBeCloseTo(60, 9);
  });

  it("leaves out hours of the future, hours before the week, and shares that cannot be", () => {
    const history = [
      anHour(-1, { cpuAverageFraction: 0.99, cpuMaximumFraction: 0.99 }),
      anHour(169, { cpuAverageFraction: 0.99, cpuMaximumFraction: 0.99 }),
      anHour(3, { cpuAverageFraction: 7, cpuMaximumFraction: -2 }),
      anHour(2, { cpuAverageFraction: Number.NaN, cpuMaximumFraction: Number.NaN }),
      anHour(1, { cpuAverageFraction: 0.25, cpuMaximumFraction: 0.5 }),
    ];
    const { cpu } = measure({}, history);
    expect(cpu.weekPercent).toBe(25);
    expect(cpu.peakPercent).toBe(50);
    expect(cpu.weekCoverage).toBeCloseTo(1 / 168, 9);
  });

  it("leaves out an hour whose time is not a number", () => {
    const history = [{ ...anHour(1), atMs: Number.NaN }];
    expect(measure({}, history).cpu.weekPercent).toBeNull();
  });

  it("knows nothing without readings", () => {
    expect(measure({}).cpu).toMatchObject({
      dayPercent: null,
      weekPercent: null,
      peakPercent: null,
      risePercentPerDay: null,
      dayCoverage: 0,
      weekCoverage: 0,
    });
  });

  it("does not depend on the order of the hours", () => {
    const weeks = Array.from({ length: 504 }, (_, hoursAgo) =>
      anHour(hoursAgo, { cpuAverageFraction: (504 - hoursAgo) / 600 }),
    );
    const forward = measure({}, weeks).cpu;
    const backward = measure({}, weeks.toReversed()).cpu;
    expect(backward.weekPercent).toBeCloseTo(forward.weekPercent ?? -1, 9);
    expect(forward.risePercentPerDay).toBeGreaterThan(3);
    expect(backward.risePercentPerDay).toBeCloseTo(forward.risePercentPerDay ?? -1, 6);
  });
});

describe("scoreNode", () => {
  const garbage = fc.oneof(
    fc.double(),
    fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e300, -1e300),
  );
  const garbageNode = fc.record({
    cpuFraction: garbage,
    ioWaitFraction: garbage,
    cpuCount: garbage,
    memoryUsedBytes: garbage,
    memoryTotalBytes: garbage,
    readAtMs: garbage,
    status: fc.constantFrom("online", "offline", "unknown"),
  });
  const garbageHour = fc.record({
    atMs: fc.oneof(
      fc.double(),
      fc.integer({ min: 0, max: 200 }).map((hours) => READ_AT_MS - hours * HOUR_MS),
    ),
    cpuAverageFraction: garbage,
    cpuMaximumFraction: garbage,
    ioWaitAverageFraction: garbage,
    ioWaitMaximumFraction: garbage,
    memoryAverageFraction: garbage,
    memoryMaximumFraction: garbage,
    loadPerThreadAverage: garbage,
  });

  it("is finite, between 0 and 100, and in words, for any garbage", () => {
    fc.assert(
      fc.property(garbageNode, fc.array(garbageHour, { maxLength: 30 }), garbage, (node, history, amount) => {
        const score = scoreNode({
          node: aNode({
            ...(node as Partial<Node>),
            loadAverage: { oneMinute: 0, fiveMinutes: amount ?? 0, fifteenMinutes: 0 },
          }),
          allocation: { ...allocation, memoryAllocatedBytes: amount ?? 0, cpuAllocatedThreads: amount ?? 0 },
          history,
          nowMs: READ_AT_MS,
          curves,
        });
        expect(score.penaltyPoints).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(score.penaltyPoints)).toBe(true);
        expect(score.suitabilityPercent).toBeGreaterThan(0);
        expect(score.suitabilityPercent).toBeLessThanOrEqual(100);
        for (const { sentence } of score.components) expect(sentence).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { ...SEED, numRuns: 1_000 },
    );
  });

  it("never falls when CPU, memory or IO wait now rises, with a real past behind it", () => {
    const share = fc.integer({ min: 0, max: 1_000 }).map((thousandth) => thousandth / 1_000);
    const history = aWeek((hoursAgo) => ({ cpuAverageFraction: 0.3 + 0.3 * Math.sin(hoursAgo / 4) }));
    const points = (node: Partial<Node>) =>
      scoreNode({ node: aNode(node), allocation, history, nowMs: READ_AT_MS, curves }).penaltyPoints;
    fc.assert(
      fc.property(share, share, share, share, (one, other, memory, ioWait) => {
        const rest = { memoryUsedBytes: memory * 64 * GIB, ioWaitFraction: ioWait };
        const calm = points({ ...rest, cpuFraction: Math.min(one, other) });
        expect(points({ ...rest, cpuFraction: Math.max(one, other) })).toBeGreaterThanOrEqual(calm - 1e-9);
      }),
      { ...SEED, numRuns: 300 },
    );
  });

  it("never falls, and by at most a point, when a whole week is 0.1 % higher", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 990 }), { minLength: 168, maxLength: 168 }),
        fc.integer({ min: 0, max: 990 }),
        (week, now) => {
          const points = (more: number) =>
            scoreNode({
              node: aNode({ cpuFraction: now / 1_000 + more }),
              allocation,
              history: aWeek((hoursAgo) => {
                const share = (week[hoursAgo - 1] ?? 0) / 1_000 + more;
                return { cpuAverageFraction: share, cpuMaximumFraction: share };
              }),
              nowMs: READ_AT_MS,
              curves,
            }).penaltyPoints;
          const step = points(0.001) - points(0);
          expect(step).toBeGreaterThanOrEqual(-1e-6);
          expect(step).toBeLessThanOrEqual(1 + 1e-6);
        },
      ),
      { ...SEED, numRuns: 300 },
    );
  });
});
