import { describe, expect, it, test } from "vitest";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import { markFullStorages } from "@/lib/inventory/mark-full-storages";
import type { Snapshot, Storage } from "@/lib/inventory/snapshot";
import { aNode, aPart, aSnapshot, aStorage, GIB } from "../../support/inventory-builders";

const NODES = [aNode(), aNode({ name: "pve2" })];
const SHARED = { name: "ceph", node: null, shared: true, nodes: ["pve1", "pve2"] };

const reading = (storages: readonly Storage[], overrides: Partial<Snapshot> = {}) =>
  aSnapshot({ nodes: NODES, storages, ...overrides });

const say = (previous: Snapshot, current: Snapshot) =>
  compareSnapshots(previous, current)
    .filter(({ kind }) => kind.startsWith("storage-"))
    .map(({ kind, severity, message }) => `${kind} ${severity}: ${message}`);

describe("storages that come, go and fail", () => {
  test.each([
    { before: [], after: [aStorage()], says: ["storage-added info: Storage local-lvm on pve1 was added"] },
    {
      before: [aStorage()],
      after: [],
      says: ["storage-removed warning: Storage local-lvm on pve1 was removed"],
    },
    { before: [aStorage(SHARED)], after: [], says: ["storage-removed warning: Storage ceph was removed"] },
    {
      before: [aStorage()],
      after: [aStorage({ status: "unknown" })],
      says: ["storage-unavailable warning: Storage local-lvm on pve1 is not available"],
    },
    {
      before: [aStorage({ ...SHARED, status: "unknown" })],
      after: [aStorage(SHARED)],
      says: ["storage-available info: Storage ceph is available again"],
    },
    { before: [aStorage()], after: [aStorage({ usedBytes: 80 * GIB, content: [] })], says: [] },
  ])("says $says", ({ before, after, says }) => {
    expect(say(reading(before), reading(after))).toEqual(says);
  });

  it("keeps the same name on two nodes apart", () => {
    const both = [aStorage(), aStorage({ node: "pve2" })];
    expect(say(reading(both), reading([aStorage()]))).toEqual([
      "storage-removed warning: Storage local-lvm on pve2 was removed",
    ]);
  });

  it("leaves a storage that comes or goes with its node to the node's event", () => {
    const alone = reading([], { nodes: [aNode({ name: "pve2" })] });
    expect(say(alone, reading([aStorage()]))).toEqual([]);
    expect(say(reading([aStorage()]), alone)).toEqual([]);
  });

  test.each([
    { name: "offline", overrides: { nodes: [aNode({ status: "offline" }), aNode({ name: "pve2" })] } },
    { name: "silent", overrides: { parts: [aPart("resources"), aPart("node/pve1", "timed out")] } },
  ] as const)("says nothing of storages of a node that is $name", ({ overrides }) => {
    expect(say(reading([aStorage()]), reading([], overrides))).toEqual([]);
    expect(say(reading([], overrides), reading([aStorage()]))).toEqual([]);
  });

  it("does not call a storage unavailable because its node is off", () => {
    const off = reading([aStorage({ status: "unknown" })], { nodes: [aNode({ status: "offline" })] });
    expect(say(reading([aStorage()]), off)).toEqual([]);
  });

  it("says where and which", () => {
    const [event] = compareSnapshots(reading([]), reading([aStorage()]));
    expect(event).toMatchObject({ node: "pve1", storage: "local-lvm", vmid: null });
  });
});

describe("a storage that fills up", () => {
  const used = (percent: number | null) =>
    reading([aStorage({ usedBytes: percent === null ? null : (percent / 100) * 100 * GIB })]);

  /** Runs readings through the marks as collection does, and tells at which ones "full" was said. */
  function saidFull(percents: readonly (number | null)[]): readonly number[] {
    const said: number[] = [];
    let previous: Snapshot | null = null;
    percents.forEach((percent, index) => {
      const current = markFullStorages(previous, used(percent));
      if (previous && say(previous, current).length > 0) said.push(index);
      previous = current;
    });
    return said;
  }

  it("is reported with its figure at 95 %", () => {
    expect(say(used(94.9), used(95))).toEqual([
      "storage-full critical: Storage local-lvm on pve1 is 95 % full",
    ]);
    expect(say(used(50), used(99.87))).toEqual([
      "storage-full critical: Storage local-lvm on pve1 is 99.8 % full",
    ]);
  });

  test.each([
    { name: "once, while it stays full", percents: [90, 95, 96, 99, 100], at: [1] },
    { name: "once, while it wobbles around the limit", percents: [94, 95.1, 94.9, 95.1, 90.1, 96], at: [1] },
    { name: "again after it was below 90 %", percents: [94, 95, 89.9, 95], at: [1, 3] },
    { name: "not for one that was full from the first reading", percents: [99, 99, 98], at: [] },
    { name: "once, across a reading that did not know", percents: [94, 96, null, 96, null, 94, 95], at: [1] },
    { name: "not below the limit", percents: [50, 94.99, 60, 94.99], at: [] },
  ])("is reported $name", ({ percents, at }) => {
    expect(saidFull(percents)).toEqual(at);
  });

  it("is reported at each crossing when nobody marks the readings", () => {
    expect(say(used(94), used(96))).toHaveLength(1);
    expect(say(used(96), used(97))).toHaveLength(0);
  });

  it("never divides by a size of nothing", () => {
    const empty = reading([aStorage({ usedBytes: 0, totalBytes: 0 })]);
    expect(say(used(50), empty)).toEqual([]);
    expect(markFullStorages(null, empty).storages[0]?.full).toBe(false);
  });
});
