import { describe, expect, it } from "vitest";
import type { Guest, Node } from "@/lib/inventory/snapshot";
import { planningInputFromSnapshot } from "@/lib/planning/input/planning-input-from-snapshot";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import {
  type ClusterModel,
  CPU,
  CPU_ALLOCATED,
  IO_PRESSURE,
  IO_WAIT,
  LOCAL_DISK,
  MEMORY,
  MEMORY_ALLOCATED,
  RESOURCE_COUNT,
} from "@/lib/planning/model/cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import { aGuest, aNode, aSnapshot } from "../../../support/inventory-builders";
import { GIB, guest, inputOf, node } from "../scenario-input";

const base = (model: ClusterModel, resource: number, on = 0) => model.base[on * RESOURCE_COUNT + resource];
const demand = (model: ClusterModel, resource: number, of = 0) =>
  model.demand[of * RESOURCE_COUNT + resource];

/** A model of real readings: one node, some guests. */
function modelOf(node1: Partial<Node>, guests: readonly Partial<Guest>[]): ClusterModel {
  const snapshot = aSnapshot({
    nodes: [aNode(node1)],
    guests: guests.map((overrides, index) => aGuest({ vmid: 110 + index, ...overrides })),
  });
  const nothing = new Map();
  return buildClusterModel(
    planningInputFromSnapshot({
      snapshot,
      history: nothing,
      pastUses: nothing,
      nodePolicies: nothing,
      rules: [],
      evacuate: [],
      values: {},
    }),
  );
}

describe("nodes and guests", () => {
  it("are in the order of names and VMIDs, however the input has them", () => {
    const nodes = [node("pve2"), node("pve10"), node("pve1")];
    const guests = [guest(300, "pve2"), guest(100, "pve1"), guest(200, "pve10")];
    const one = buildClusterModel(inputOf({ nodes, guests }));
    const other = buildClusterModel(inputOf({ nodes: nodes.toReversed(), guests: guests.toReversed() }));
    expect(one.nodes.map(({ node: { name } }) => name)).toEqual(["pve1", "pve10", "pve2"]);
    expect([...one.startNode]).toEqual([0, 1, 2]);
    expect(other.nodes).toEqual(one.nodes);
    expect(other.base).toEqual(one.base);
    expect(other.demand).toEqual(one.demand);
  });

  it("may receive when they are online, readable and neither left out nor to be emptied", () => {
    const nodes = [
      node("a"),
      node("b", { status: "offline" }),
      node("c", { maintenance: true }),
      node("d", { ignored: true }),
      node("e"),
    ];
    const model = buildClusterModel(inputOf({ nodes, evacuate: ["e"] }));
    expect(model.nodes.map(({ canReceive }) => canReceive)).toEqual([true, false, false, false, false]);
    expect(model.nodes.map(({ evacuating }) => evacuating)).toEqual([false, false, true, false, true]);
  });
});

describe("what is counted", () => {
  it("leaves to the node what its guests do not account for", () => {
    const model = modelOf({ cpuFraction: 0.5, memoryUsedBytes: 20 * GIB }, [
      { cpuFraction: 0.5, cpuCount: 4, memoryHostBytes: 5 * GIB, memoryUsedBytes: 3 * GIB },
      { cpuFraction: 0.25, cpuCount: 8, memoryHostBytes: null, memoryUsedBytes: 3 * GIB },
    ]);
    expect(base(model, CPU)).toBe(8 - 2 - 2);
    expect(base(model, MEMORY)).toBe(12 * GIB);
    expect([demand(model, MEMORY), demand(model, MEMORY, 1)]).toEqual([5 * GIB, 3 * GIB]);
    expect([demand(model, CPU_ALLOCATED, 1), demand(model, MEMORY_ALLOCATED)]).toEqual([8, 4 * GIB]);
  });

  it("lets readings disagree a little, but plans with the sum where guests ask for more than there is", () => {
    const little = modelOf({ memoryUsedBytes: 4 * GIB }, [{ memoryHostBytes: 5 * GIB }]);
    expect(base(little, MEMORY)).toBe(-GIB);
    const much = modelOf({ memoryUsedBytes: 64 * GIB }, [
      { memoryHostBytes: 40 * GIB },
      { memoryHostBytes: 40 * GIB },
    ]);
    expect(base(much, MEMORY)).toBe(0);
    expect(createPlacement(much).load[MEMORY]).toBe(80 * GIB);
  });

  it("plans an overfull scenario with its host's own use besides the guests'", () => {
    const nodes = [node("pve1", { baseMemory: 4 * GIB }), node("pve2")];
    const guests = [guest(100, "pve1", { memory: 62 * GIB, memoryUsed: 62 * GIB })];
    expect(createPlacement(buildClusterModel(inputOf({ nodes, guests }))).load[MEMORY]).toBe(66 * GIB);
  });

  it("takes an unknown use of a running guest for all that it was promised, and never for free room", () => {
    const model = modelOf({ cpuFraction: 0.1, memoryUsedBytes: 3 * GIB }, [
      { cpuFraction: null, memoryHostBytes: null, memoryUsedBytes: null },
    ]);
    expect([demand(model, CPU), demand(model, MEMORY)]).toEqual([2, 4 * GIB]);
    expect([base(model, CPU), base(model, MEMORY)]).toEqual([0, 0]);
  });

  it("takes nothing for guests that are stopped or of which nobody knows, and no CPU for paused ones", () => {
    const model = modelOf({}, [{ status: "stopped" }, { status: "unknown" }, { status: "paused" }]);
    for (const one of [0, 1]) {
      expect([
        demand(model, CPU, one),
        demand(model, MEMORY, one),
        demand(model, CPU_ALLOCATED, one),
      ]).toEqual([0, 0, 0]);
    }
    expect([demand(model, CPU, 2), demand(model, MEMORY, 2)]).toEqual([0, 2 * GIB]);
  });

  it("knows no capacity of a node that does not say it, and never holds NaN", () => {
    const model = modelOf(
      { cpuCount: null, memoryTotalBytes: Number.NaN, cpuFraction: Number.NaN, ioWaitFraction: -1 },
      [{ cpuFraction: Number.NaN, memoryHostBytes: Number.NaN, memoryUsedBytes: -5, memoryTotalBytes: null }],
    );
    expect(model.nodes[0]?.canReceive).toBe(false);
    expect([model.capacity[CPU], model.capacity[MEMORY]]).toEqual([0, 0]);
    expect([...model.base, ...model.demand, ...model.capacity].some(Number.isNaN)).toBe(false);
  });
});

describe("IO wait and pressure", () => {
  it("move with guests by their own pressure, never more than the node has", () => {
    const nodes = [node("pve1", { iowait: 0.2, pressure: { ioSome: 0.6 } }), node("pve2")];
    const guests = [
      guest(100, "pve1", { pressure: { ioSome: 0.3 } }),
      guest(101, "pve1", { pressure: { ioSome: 0.1 } }),
      guest(102, "pve1"),
    ];
    const model = buildClusterModel(inputOf({ nodes, guests }));
    expect([demand(model, IO_PRESSURE), demand(model, IO_PRESSURE, 1)]).toEqual([0.3, 0.1]);
    expect(base(model, IO_PRESSURE)).toBeCloseTo(0.2, 12);
    expect(demand(model, IO_WAIT)).toBeCloseTo(0.15, 12);
    expect(demand(model, IO_WAIT, 1)).toBeCloseTo(0.05, 12);
    expect([demand(model, IO_WAIT, 2), base(model, IO_WAIT)]).toEqual([0, 0]);
  });

  it("go by disk traffic where no guest's pressure is known, and stay where there is hardly any", () => {
    const rate = (megabytes: number) => ({
      diskReadBytesPerSecond: 0,
      diskWriteBytesPerSecond: megabytes * 1e6,
    });
    const model = modelOf({ ioWaitFraction: 0.4 }, [rate(300), rate(100), rate(0.5)]);
    expect(demand(model, IO_WAIT)).toBeCloseTo(0.3, 12);
    expect(demand(model, IO_WAIT, 1)).toBeCloseTo(0.1, 12);
    expect(demand(model, IO_WAIT, 2)).toBe(0);
    const idle = modelOf({ ioWaitFraction: 0.4 }, [rate(0.5)]);
    expect([demand(idle, IO_WAIT), base(idle, IO_WAIT)]).toEqual([0, 0.4]);
  });
});

describe("local disks", () => {
  it("hold the share of their size that their thin storage is filled by; shared storages do not count", () => {
    const storages = [
      {
        id: "local-lvm",
        type: "lvmthin",
        total: 100 * GIB,
        used: { pve1: 30 * GIB, pve2: 10 * GIB, pve3: 0 },
      },
      { id: "ceph", type: "rbd", total: 1000 * GIB, used: 0 },
    ];
    const guests = [
      guest(100, "pve1", { disks: [{ key: "scsi0", storage: "local-lvm", size: 60 * GIB }] }),
      guest(101, "pve1", { disks: [{ key: "scsi0", storage: "ceph", size: 60 * GIB }], status: "stopped" }),
    ];
    const model = buildClusterModel(inputOf({ storages, guests }));
    expect([demand(model, LOCAL_DISK), demand(model, LOCAL_DISK, 1)]).toEqual([30 * GIB, 0]);
    expect([base(model, LOCAL_DISK), base(model, LOCAL_DISK, 1)]).toEqual([0, 10 * GIB]);
    expect(model.capacity[LOCAL_DISK]).toBe(100 * GIB);
  });

  it("count in full on a storage that does not say how full it is, which has room without end if its size is missing", () => {
    const storages = [{ id: "local", type: "dir" }];
    const guests = [guest(100, "pve1", { disks: [{ key: "scsi0", storage: "local", size: 60 * GIB }] })];
    const model = buildClusterModel(inputOf({ storages, guests }));
    expect(demand(model, LOCAL_DISK)).toBe(60 * GIB);
    expect(createPlacement(model).freeBytes("local", 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
