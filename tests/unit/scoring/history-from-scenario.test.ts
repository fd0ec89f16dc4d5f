import { describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { historyFromScenario } from "@/lib/scoring/history-from-scenario";

const CLOCK = "2026-01-05T08:00:00Z";
const CLOCK_MS = Date.parse(CLOCK);
const HOUR_MS = 3_600_000;

function historyOf(extra: object) {
  const { scenario } = parseScenario(
    JSON.stringify({
      clock: CLOCK,
      nodes: [
        { name: "pve1", cores: 10, memory: 1_000, baseCpu: 0.5, baseMemory: 250, iowait: 0.02 },
        { name: "pve2", cores: 10, memory: 1_000, status: "offline" },
      ],
      ...extra,
    }),
  );
  return historyFromScenario(scenario, snapshotFromScenario(scenario));
}

describe("historyFromScenario", () => {
  it("takes a node without a past to have been as it is for a whole week", () => {
    const week = historyOf({}).get("pve1") ?? [];
    expect(week).toHaveLength(168);
    expect(week[0]?.atMs).toBe(CLOCK_MS - 168 * HOUR_MS);
    expect(week.at(-1)?.atMs).toBe(CLOCK_MS - HOUR_MS);
    for (const hour of week) {
      expect(hour).toMatchObject({
        cpuAverageFraction: 0.5,
        cpuMaximumFraction: 0.5,
        memoryAverageFraction: 0.25,
        ioWaitAverageFraction: 0.02,
      });
    }
  });

  it("knows nothing of the past of a node that is offline", () => {
    const week = historyOf({}).get("pve2") ?? [];
    expect(week.every((hour) => hour.cpuAverageFraction === null)).toBe(true);
  });

  it("averages points of the same hour and keeps the highest", () => {
    const history = [
      { at: -600, nodes: { pve1: { cpu: 0.2, memory: 0.5 } } },
      { at: -1_200, nodes: { pve1: { cpu: 0.6, memory: 0.7, iowait: 0.1 } } },
    ];
    expect(historyOf({ history }).get("pve1")).toEqual([
      {
        atMs: CLOCK_MS - HOUR_MS,
        cpuAverageFraction: 0.4,
        cpuMaximumFraction: 0.6,
        ioWaitAverageFraction: 0.1,
        ioWaitMaximumFraction: 0.1,
        memoryAverageFraction: 0.6,
        memoryMaximumFraction: 0.7,
        loadPerThreadAverage: null,
      },
    ]);
  });

  it("reads times as dates or as seconds from the clock, and sorts them", () => {
    const history = [
      { at: -1, nodes: { pve1: { cpu: 0.1 } } },
      { at: "2026-01-04T10:30:00+02:00", nodes: { pve1: { cpu: 0.9 } } },
    ];
    const hours = historyOf({ history }).get("pve1") ?? [];
    expect(hours.map(({ atMs }) => atMs)).toEqual([CLOCK_MS - 24 * HOUR_MS, CLOCK_MS - HOUR_MS]);
    expect(hours[0]?.cpuAverageFraction).toBe(0.9);
    expect(hours[0]?.memoryAverageFraction).toBeNull();
  });

  it("reads memory above 1 as bytes", () => {
    const history = [{ at: -60, nodes: { pve1: { memory: 900 } } }];
    expect(historyOf({ history }).get("pve1")?.[0]?.memoryAverageFraction).toBe(0.9);
  });

  it("gives a node that the given past leaves out a steady week", () => {
    const history = [{ at: -60, nodes: { pve2: { cpu: 0.9 } } }];
    expect(historyOf({ history }).get("pve1")).toHaveLength(168);
  });
});
