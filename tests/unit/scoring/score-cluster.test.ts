import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Guest, Node } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { aGuest, aNode, aSnapshot, GIB } from "../../support/inventory-builders";
import { aWeek, componentOf, SEED } from "./builders";

const settings = scoringSettingsFrom({});
const NO_HISTORY: ReadonlyMap<string, readonly HourlyReading[]> = new Map();

const clusterOf = (nodes: readonly Node[], guests: readonly Guest[] = []) =>
  scoreCluster({ snapshot: aSnapshot({ nodes, guests }), history: NO_HISTORY, settings });

describe("scoreCluster", () => {
  it("scores every node by its name", () => {
    const { nodes } = clusterOf([aNode({ name: "pve1" }), aNode({ name: "pve2", cpuFraction: 0.9 })]);
    expect(Object.keys(nodes)).toEqual(["pve1", "pve2"]);
    expect(nodes.pve1?.suitabilityPercent).toBe(100);
    expect(nodes.pve2?.suitabilityPercent).toBeLessThan(35);
  });

  it("weighs health by the nodes' memory", () => {
    const { healthPercent, nodes } = clusterOf([
      aNode({ name: "big", memoryTotalBytes: 300 * GIB }),
      aNode({ name: "small", memoryTotalBytes: 100 * GIB, cpuFraction: 0.75 }),
    ]);
    expect(nodes.small?.suitabilityPercent).toBe(50);
    expect(healthPercent).toBeCloseTo((3 * 100 + 50) / 4, 9);
  });

  it("weighs a node of unknown size as the average of the others", () => {
    const { healthPercent } = clusterOf([
      aNode({ name: "a", memoryTotalBytes: 64 * GIB }),
      aNode({ name: "b", memoryTotalBytes: null, cpuFraction: 0.75 }),
    ]);
    expect(healthPercent).toBeCloseTo(75, 9);
  });

  it("leaves offline nodes and nodes without readings out of health", () => {
    const blind = { cpuFraction: null, memoryUsedBytes: null, ioWaitFraction: null };
    const { healthPercent, nodes } = clusterOf([
      aNode({ name: "good", cpuFraction: 0.75 }),
      aNode({ name: "dead", status: "offline" }),
      aNode({ name: "blind", ...blind }),
    ]);
    expect(healthPercent).toBe(50);
    expect(nodes.dead?.components).toHaveLength(1);
    expect(nodes.blind?.windows.now).toBe(false);
  });

  test.each([
    { name: "no nodes", nodes: [] },
    { name: "only offline nodes", nodes: [aNode({ status: "offline" })] },
    { name: "only unknown nodes", nodes: [aNode({ status: "unknown" })] },
  ])("has no health with $name", ({ nodes }) => {
    expect(clusterOf(nodes).healthPercent).toBeNull();
  });

  it("counts sockets: two sockets of eight cores are sixteen virtual CPUs", () => {
    const guest = (vmid: number) =>
      aGuest({
        vmid,
        cpuCount: null,
        config: {
          digest: null,
          osType: null,
          cores: 8,
          sockets: 2,
          cpuType: null,
          memoryBytes: null,
          balloonMinimumBytes: null,
          startOnBoot: false,
          disks: [],
          bindMounts: [],
          passthroughKeys: [],
        },
      });
    const { nodes } = clusterOf([aNode({ cpuCount: 16 })], [guest(101), guest(102), guest(103), guest(104)]);
    const score = nodes.pve1;
    expect(score && componentOf(score, "overcommit.cpu").value).toBe(4);
  });

  it("does not charge a node for guests that are stopped or elsewhere", () => {
    const { nodes } = clusterOf(
      [aNode()],
      [
        aGuest({ vmid: 101, status: "stopped", memoryTotalBytes: 500 * GIB }),
        aGuest({ vmid: 102, node: "pve2", memoryTotalBytes: 500 * GIB }),
        aGuest({ vmid: 103, template: true, memoryTotalBytes: 500 * GIB }),
      ],
    );
    const score = nodes.pve1;
    expect(score && componentOf(score, "overcommit.memory").value).toBe(0);
  });

  it("uses each node's own past", () => {
    const history = new Map([["pve2", aWeek(() => ({ cpuAverageFraction: 0.9, cpuMaximumFraction: 0.9 }))]]);
    const snapshot = aSnapshot({ nodes: [aNode({ name: "pve1" }), aNode({ name: "pve2" })] });
    const { nodes } = scoreCluster({ snapshot, history, settings });
    expect(nodes.pve1?.penaltyPoints).toBe(0);
    expect(nodes.pve1?.windows).toEqual({ now: true, day: false, week: false });
    expect(nodes.pve2?.penaltyPoints).toBeGreaterThan(50);
    expect(nodes.pve2?.windows).toEqual({ now: true, day: true, week: true });
  });

  it("gives the same scores in whatever order nodes and guests come", () => {
    const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
    const nodes = fc
      .array(fc.record({ cpuFraction: share, memory: share }), { minLength: 1, maxLength: 6 })
      .map((all) =>
        all.map(({ cpuFraction, memory }, index) =>
          aNode({ name: `pve${index}`, cpuFraction, memoryUsedBytes: memory * 64 * GIB }),
        ),
      );
    const guests = fc
      .array(fc.record({ node: fc.integer({ min: 0, max: 5 }), gib: fc.integer({ min: 1, max: 64 }) }), {
        maxLength: 20,
      })
      .map((all) =>
        all.map(({ node, gib }, index) =>
          aGuest({ vmid: 100 + index, node: `pve${node}`, memoryTotalBytes: gib * GIB }),
        ),
      );
    fc.assert(
      fc.property(nodes, guests, (someNodes, someGuests) => {
        const forward = clusterOf(someNodes, someGuests);
        const backward = clusterOf(someNodes.toReversed(), someGuests.toReversed());
        expect(backward.nodes).toEqual(forward.nodes);
        expect(backward.healthPercent).toBeCloseTo(forward.healthPercent ?? -1, 9);
      }),
      { ...SEED, numRuns: 200 },
    );
  });

  it("changes nothing in the snapshot and gives the same answer twice", () => {
    const snapshot = aSnapshot({ guests: [aGuest()] });
    const copy = structuredClone(snapshot);
    const once = scoreCluster({ snapshot, history: NO_HISTORY, settings });
    expect(scoreCluster({ snapshot, history: NO_HISTORY, settings })).toEqual(once);
    expect(snapshot).toEqual(copy);
  });

  it("scores 100 nodes with a week of hours and 10,000 guests in a fraction of a second", () => {
    const nodes = Array.from({ length: 100 }, (_, index) =>
      aNode({ name: `pve${index}`, cpuFraction: (index % 100) / 100 }),
    );
    const guests = Array.from({ length: 10_000 }, (_, index) =>
      aGuest({ vmid: 100 + index, node: `pve${index % 100}` }),
    );
    const week = aWeek((hoursAgo) => ({ cpuAverageFraction: 0.5 + 0.4 * Math.sin(hoursAgo) }));
    const history = new Map(nodes.map(({ name }) => [name, week]));
    const snapshot = aSnapshot({ nodes, guests });
    scoreCluster({ snapshot, history, settings });

    const times = Array.from({ length: 5 }, () => {
      const startedAt = performance.now();
      scoreCluster({ snapshot, history, settings });
      return performance.now() - startedAt;
    });
    expect(Math.min(...times)).toBeLessThan(500);
  });
});
