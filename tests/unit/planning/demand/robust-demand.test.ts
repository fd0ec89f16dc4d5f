import { describe, expect, it } from "vitest";
import { pastUse, robustDemand } from "@/lib/planning/demand/robust-demand";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 21, 12);
const hoursAgo = (hours: number, cpuThreads: number | null, memoryBytes: number | null) => {
  return { atMs: NOW_MS - hours * HOUR_MS, cpuThreads, memoryBytes };
};
const day = Array.from({ length: 10 }, (_, index) => hoursAgo(index, index + 1, (index + 1) * 100));

describe("what a guest needed over its day", () => {
  it("is high percentiles and the mean, whatever the order", () => {
    const use = { cpu: { high: 9, mean: 5.5 }, memoryBytes: 1_000 };
    expect(pastUse(day, NOW_MS)).toEqual(use);
    expect(pastUse([...day].reverse(), NOW_MS)).toEqual(use);
  });

  it("is not known from fewer than four readings, each figure by itself", () => {
    expect(pastUse(day.slice(0, 3), NOW_MS)).toBeNull();
    const withoutMemory = day.map((reading) => ({ ...reading, memoryBytes: null }));
    expect(pastUse(withoutMemory, NOW_MS)).toMatchObject({ cpu: { high: 9 }, memoryBytes: null });
  });

  it("leaves out what is older than a day, after now, or cannot be", () => {
    const others = [hoursAgo(25, 99, 9e9), hoursAgo(-1, 99, 9e9), hoursAgo(1, Number.NaN, -1)];
    expect(pastUse([...day, ...others], NOW_MS)).toEqual(pastUse(day, NOW_MS));
  });
});

describe("robustDemand", () => {
  const past = { cpu: { high: 2, mean: 1 }, memoryBytes: 500 };

  it("counts a busy moment half, and never less than the day's high", () => {
    expect(robustDemand({ cpuThreads: 9, memoryBytes: 100 }, past).cpuThreads).toBe(5);
    expect(robustDemand({ cpuThreads: 0, memoryBytes: 100 }, past).cpuThreads).toBe(2);
  });

  it("never gives memory back that is held now", () => {
    expect(robustDemand({ cpuThreads: 0, memoryBytes: 100 }, past).memoryBytes).toBe(500);
    expect(robustDemand({ cpuThreads: 0, memoryBytes: 900 }, past).memoryBytes).toBe(900);
  });

  it("is what is used now where the past is not known", () => {
    const now = { cpuThreads: 3, memoryBytes: 100 };
    expect(robustDemand(now, { cpu: null, memoryBytes: null })).toEqual(now);
  });
});
