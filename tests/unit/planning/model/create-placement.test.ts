import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { type ClusterModel, CPU, MEMORY, RESOURCE_COUNT } from "@/lib/planning/model/cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import type { Placement } from "@/lib/planning/model/placement";
import { GIB, guest, inputOf, node } from "../scenario-input";

const memory = (placement: Placement, on: number) => placement.load[on * RESOURCE_COUNT + MEMORY];
const cpu = (placement: Placement, on: number) => placement.load[on * RESOURCE_COUNT + CPU];

/** Everything that can be asked of a placement. */
function stateOf(model: ClusterModel, placement: Placement) {
  return {
    nodeOf: [...placement.nodeOf],
    load: [...placement.load],
    guestsOn: placement.guestsOn.map((guests) => [...guests].sort((a, b) => a - b)),
    brokenStrict: placement.brokenStrict,
    brokenLoose: placement.brokenLoose,
    depth: placement.depth,
    free: [...model.disks.storageIndex.keys()].map((storage) =>
      model.nodes.map(({ index }) => placement.freeBytes(storage, index)),
    ),
  };
}

const cluster = () =>
  buildClusterModel(
    inputOf({
      storages: [
        { id: "local-lvm", type: "lvmthin", total: 100 * GIB, used: { pve1: 30 * GIB, pve2: 0, pve3: 0 } },
        { id: "ceph", type: "rbd", total: 1000 * GIB, used: 100 * GIB },
      ],
      guests: [
        guest(100, "pve1", { disks: [{ key: "scsi0", storage: "local-lvm", size: 60 * GIB }] }),
        guest(101, "pve1", { disks: [{ key: "scsi0", storage: "ceph", size: 60 * GIB }] }),
        guest(102, "pve2"),
        guest(103, "pve3", { status: "stopped" }),
        guest(104, "pve3"),
      ],
      rules: [
        { id: "apart", kind: "anti-affinity", guests: [100, 101, 102] },
        { id: "together", kind: "affinity", guests: [102, 103, 104] },
        { id: "near", kind: "affinity", strict: false, guests: [100, 104] },
        { id: "pin", kind: "pin", guests: [101], nodes: ["pve2", "pve3"] },
      ],
    }),
  );

describe("createPlacement", () => {
  it("starts where the guests are, and a move takes the guest's demand from one node to the other", () => {
    const placement = createPlacement(cluster());
    expect([memory(placement, 0), memory(placement, 1)]).toEqual([4 * GIB, 2 * GIB]);
    placement.apply(0, 1);
    expect([memory(placement, 0), memory(placement, 1)]).toEqual([2 * GIB, 4 * GIB]);
    expect([cpu(placement, 0), cpu(placement, 1)]).toEqual([1, 2]);
    expect(placement.nodeOf[0]).toBe(1);
    expect([...(placement.guestsOn[1] ?? [])].sort()).toEqual([0, 2]);
    expect(placement.depth).toBe(1);
  });

  it("counts guests in the wrong place, strict rules apart from the others", () => {
    const placement = createPlacement(cluster());
    // 101 beside 100, 101 outside its pin, 102 away from 103 and 104; 100 and 104 apart.
    expect(placement.brokenStrict).toBe(3);
    expect(placement.brokenLoose).toBe(1);
    expect(placement.strictDelta(1, 2)).toBe(-2);
    placement.apply(1, 2);
    expect(placement.brokenStrict).toBe(1);
    expect(placement.strictDelta(2, 2)).toBe(0);
    expect(placement.looseDelta(0, 2)).toBe(-1);
    expect(placement.strictDelta(0, 2)).toBe(1);
  });

  it("an affinity of two and two is repaired guest by guest, and never looks better halfway than it is", () => {
    const model = buildClusterModel(
      inputOf({
        guests: [guest(1000, "pve1"), guest(1001, "pve1"), guest(1002, "pve2"), guest(1003, "pve2")],
        rules: [{ id: "a", kind: "affinity", guests: [1000, 1001, 1002, 1003] }],
      }),
    );
    const placement = createPlacement(model);
    expect(placement.brokenStrict).toBe(2);
    placement.apply(2, 0);
    expect(placement.brokenStrict).toBe(1);
    placement.apply(3, 0);
    expect(placement.brokenStrict).toBe(0);
  });

  it("knows the room on local storages after the moves made so far; shared ones need none", () => {
    const model = cluster();
    const placement = createPlacement(model);
    expect(placement.freeBytes("local-lvm", 0)).toBe(70 * GIB);
    placement.apply(0, 1);
    // The thin disk of 60 GiB holds 30 GiB where it is, and may need all of it elsewhere.
    expect(placement.freeBytes("local-lvm", 0)).toBe(100 * GIB);
    expect(placement.freeBytes("local-lvm", 1)).toBe(40 * GIB);
    placement.apply(0, 0);
    expect(placement.freeBytes("local-lvm", 0)).toBe(70 * GIB);
    placement.apply(1, 2);
    expect(placement.freeBytes("ceph", 2)).toBe(900 * GIB);
    expect(placement.freeBytes("nfs", 2)).toBeNull();
  });

  it("takes back any moves to the bit, and says beforehand what each of them breaks", () => {
    const model = cluster();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 })), { maxLength: 60 }),
        (moves) => {
          const placement = createPlacement(model);
          const states = moves.map(([who, to]) => {
            const before = stateOf(model, placement);
            const [strict, loose] = [placement.strictDelta(who, to), placement.looseDelta(who, to)];
            placement.apply(who, to);
            expect(placement.brokenStrict).toBe(before.brokenStrict + strict);
            expect(placement.brokenLoose).toBe(before.brokenLoose + loose);
            return before;
          });
          // Counted afresh from where the guests are, the rules say the same.
          const fresh = placement.copy();
          expect([fresh.brokenStrict, fresh.brokenLoose]).toEqual([
            placement.brokenStrict,
            placement.brokenLoose,
          ]);
          for (const before of states.reverse()) {
            placement.undo();
            expect(stateOf(model, placement)).toEqual(before);
          }
        },
      ),
      { seed: 20_260_105, numRuns: 200 },
    );
  });

  it("a copy goes its own way, with nothing to take back", () => {
    const model = cluster();
    const placement = createPlacement(model);
    placement.apply(0, 1);
    const copy = placement.copy();
    expect(copy.depth).toBe(0);
    copy.apply(1, 2);
    expect(placement.nodeOf[1]).toBe(0);
    expect(memory(placement, 0)).toBe(2 * GIB);
  });

  it("is built for 100 nodes with 10,000 guests in much less than a second", () => {
    const nodes = Array.from({ length: 100 }, (_, index) =>
      node(`n${index}`, { cores: 64, memory: 512 * GIB }),
    );
    const guests = Array.from({ length: 10_000 }, (_, index) =>
      guest(100 + index, `n${index % 100}`, { tags: [`affinity_g${index % 4000}`] }),
    );
    const input = inputOf({ nodes, guests });
    const builds = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      createPlacement(buildClusterModel(input));
      return process.cpuUsage(before).user / 1_000;
    });
    expect(Math.min(...builds)).toBeLessThan(300);
  });
});
