import { afterEach, describe, expect, it } from "vitest";
import { CLUSTER_WEIGHTS, clusterCriteria, topsisScores } from "@/lib/simulator/world/ha/topsis";
import { guestRow, startCluster, stopAll } from "./migration-support";

afterEach(stopAll);

describe("topsis", () => {
  it("is 1 for the best in everything and 0 for the worst", () => {
    const scores = topsisScores(
      [
        [3, 3],
        [1, 1],
        [2, 2],
      ],
      [1, 1],
    );
    expect(scores[0]).toBe(0);
    expect(scores[1]).toBe(1);
    expect(scores[2]).toBeCloseTo(0.5, 12);
  });

  it("weighs criteria by their share, as computed by hand", () => {
    // Columns have the lengths 5 and 5; weighted 1/4 and 3/4 they are (0.15, 0.6) and (0.2, 0.45).
    const [first, second] = topsisScores(
      [
        [3, 4],
        [4, 3],
      ],
      [1, 3],
    );
    expect(first).toBeCloseTo(0.05 / (0.05 + 0.15), 12);
    expect(second).toBeCloseTo(0.15 / (0.05 + 0.15), 12);
  });

  it("does not choose between equals", () => {
    expect(
      topsisScores(
        [
          [1, 2],
          [1, 2],
        ],
        [1, 1],
      ),
    ).toEqual([1, 1]);
    expect(topsisScores([], [1])).toEqual([]);
  });

  it("looks at mean and highest CPU and memory of the cluster", () => {
    const [meanCpu, maxCpu, meanMemory, maxMemory] = clusterCriteria([
      { cpu: 0.3, memory: 0.6 },
      { cpu: 0.4, memory: 0.8 },
    ]);
    expect(meanCpu).toBeCloseTo(1 + Math.sqrt(0.125), 12);
    expect(maxCpu).toBe(1.4);
    expect(meanMemory).toBeCloseTo(1 + Math.sqrt(0.5), 12);
    expect(maxMemory).toBe(1.8);
    expect(CLUSTER_WEIGHTS).toEqual([1, 2, 5, 10]);
  });
});

describe("PVE 9.2's own balancer", () => {
  const GIB = 1024 ** 3;
  const ha = { state: "started" };
  /**
   * One VM with much CPU and one with much memory on one node; the other node has CPU of its own to do. Moving 101 leaves
   * means of CPU and memory at 31 and 44 % (imbalance 0.18), moving 100 leaves 25 and 50 % (0.33) but memory at 47 % at most
   * instead of 57 %, which weighs most with topsis (0.67 to 0.33).
   */
  const guests = [
    { vmid: 100, node: "pve1", cores: 16, memory: 16 * GIB, cpuUsed: 9, memoryUsed: 2 * GIB, ha },
    { vmid: 101, node: "pve1", cores: 2, memory: 32 * GIB, cpuUsed: 0.2, memoryUsed: 30 * GIB, ha },
  ];
  const nodes = [
    { name: "pve1", cores: 16, memory: 64 * GIB, baseCpu: 0.02 },
    { name: "pve2", cores: 16, memory: 64 * GIB, baseCpu: 0.3, baseMemory: 6.4 * GIB },
  ];
  const firstMoved = async (method: string): Promise<number[]> => {
    const simulator = await startCluster({
      pve: "9.2",
      nodes,
      guests,
      rules: [],
      options: {
        crs: {
          ha: "dynamic",
          "ha-auto-rebalance": 1,
          "ha-auto-rebalance-method": method,
          "ha-auto-rebalance-margin": 1,
        },
      },
    });
    simulator.advance(600);
    const rows = await Promise.all([100, 101].map((vmid) => guestRow(simulator, vmid)));
    return rows.flatMap((row) => (row.node === "pve2" ? [Number(row.vmid)] : []));
  };

  it("moves what evens the sum of both with bruteforce, and what keeps memory low with topsis", async () => {
    expect(await firstMoved("bruteforce")).toEqual([101]);
    expect(await firstMoved("topsis")).toEqual([100]);
  });
});
