import { describe, expect, it, test } from "vitest";
import { clusterTotals } from "@/lib/inventory/cluster-totals";
import { guestCpuCount, guestCpuThreads, guestMemoryBytes } from "@/lib/inventory/guest-demand";
import { holdsResources, isGuestRunning } from "@/lib/inventory/is-guest-running";
import { allocationOf, allocationsByNode } from "@/lib/inventory/node-allocation";
import type { GuestConfig } from "@/lib/inventory/snapshot";
import { aGuest, aNode, aSnapshot, aStorage, GIB } from "../../support/inventory-builders";

const config = (overrides: Partial<GuestConfig>): GuestConfig => ({
  digest: null,
  osType: null,
  cores: null,
  sockets: null,
  cpuType: null,
  memoryBytes: null,
  balloonMinimumBytes: null,
  startOnBoot: false,
  disks: [],
  bindMounts: [],
  passthroughKeys: [],
  ...overrides,
});

describe("a guest's demand", () => {
  test.each([
    { name: "what PVE reports", guest: { cpuCount: 8 }, count: 8 },
    {
      name: "sockets times cores",
      guest: { cpuCount: null, config: config({ cores: 8, sockets: 2 }) },
      count: 16,
    },
    { name: "cores of a container", guest: { cpuCount: null, config: config({ cores: 3 }) }, count: 3 },
    {
      name: "its configuration when the reading is 0",
      guest: { cpuCount: 0, config: config({ cores: 2 }) },
      count: 2,
    },
    { name: "nothing that is known", guest: { cpuCount: null }, count: null },
    {
      name: "nothing that can be",
      guest: { cpuCount: Number.NaN, config: config({ cores: -1 }) },
      count: null,
    },
  ])("has virtual CPUs by $name", ({ guest, count }) => {
    expect(guestCpuCount(aGuest(guest))).toBe(count);
  });

  test.each([
    { guest: { cpuFraction: 0.5, cpuCount: 16 }, threads: 8 },
    { guest: { cpuFraction: 1.02, cpuCount: 4 }, threads: 4 },
    { guest: { cpuFraction: 0, cpuCount: 4 }, threads: 0 },
    { guest: { cpuFraction: null, cpuCount: 4 }, threads: null },
    { guest: { cpuFraction: Number.NaN, cpuCount: 4 }, threads: null },
    { guest: { cpuFraction: -1, cpuCount: 4 }, threads: null },
    { guest: { cpuFraction: 0.5, cpuCount: null }, threads: null },
  ])("keeps $threads threads busy with $guest", ({ guest, threads }) => {
    expect(guestCpuThreads(aGuest(guest))).toBe(threads);
  });

  test.each([
    { guest: { memoryTotalBytes: 4 * GIB }, bytes: 4 * GIB },
    { guest: { memoryTotalBytes: null, config: config({ memoryBytes: GIB }) }, bytes: GIB },
    { guest: { memoryTotalBytes: 0 }, bytes: null },
    { guest: { memoryTotalBytes: Number.POSITIVE_INFINITY }, bytes: null },
  ])("was promised $bytes bytes", ({ guest, bytes }) => {
    expect(guestMemoryBytes(aGuest(guest))).toBe(bytes);
  });

  test.each([
    { status: "running", running: true, holds: true },
    { status: "paused", running: false, holds: true },
    { status: "io-error", running: false, holds: true },
    { status: "stopped", running: false, holds: false },
    { status: "unknown", running: false, holds: false },
  ])("in state $status runs: $running, holds memory: $holds", ({ status, running, holds }) => {
    expect(isGuestRunning(aGuest({ status }))).toBe(running);
    expect(holdsResources(aGuest({ status }))).toBe(holds);
    expect(isGuestRunning(aGuest({ status, template: true }))).toBe(false);
    expect(holdsResources(aGuest({ status, template: true }))).toBe(false);
  });
});

describe("what a node has promised", () => {
  const snapshot = aSnapshot({
    nodes: [aNode(), aNode({ name: "pve2" })],
    guests: [
      aGuest({ vmid: 101, cpuCount: 4, memoryTotalBytes: 8 * GIB }),
      aGuest({ vmid: 102, cpuCount: 2, memoryTotalBytes: 4 * GIB, status: "paused" }),
      aGuest({ vmid: 103, cpuCount: 16, memoryTotalBytes: 64 * GIB, status: "stopped" }),
      aGuest({ vmid: 104, cpuCount: 16, memoryTotalBytes: 64 * GIB, template: true, status: "stopped" }),
      aGuest({ vmid: 105, cpuCount: null, memoryTotalBytes: null }),
      aGuest({ vmid: 106, node: "pve9", cpuCount: 1, memoryTotalBytes: GIB }),
    ],
  });

  it("is the memory and virtual CPUs of guests that hold them", () => {
    expect(allocationOf(snapshot, "pve1")).toEqual({
      memoryAllocatedBytes: 12 * GIB,
      cpuAllocatedThreads: 6,
      guestsRunning: 2,
      guestsTotal: 4,
    });
  });

  it("is nothing for a node without guests or one that is not there", () => {
    const nothing = { memoryAllocatedBytes: 0, cpuAllocatedThreads: 0, guestsRunning: 0, guestsTotal: 0 };
    expect(allocationOf(snapshot, "pve2")).toEqual(nothing);
    expect(allocationOf(snapshot, "nowhere")).toEqual(nothing);
  });

  it("is the same for all nodes at once", () => {
    const all = allocationsByNode(snapshot);
    expect([...all.keys()]).toEqual(["pve1", "pve2", "pve9"]);
    for (const [name, allocation] of all) expect(allocation).toEqual(allocationOf(snapshot, name));
  });
});

describe("clusterTotals", () => {
  it("adds up nodes, guests and storages, a shared storage once", () => {
    const totals = clusterTotals(
      aSnapshot({
        nodes: [
          aNode({ cpuFraction: 0.5, memoryUsedBytes: 32 * GIB }),
          aNode({ name: "pve2", cpuFraction: 0.25, memoryUsedBytes: 16 * GIB }),
          aNode({ name: "pve3", status: "offline", cpuFraction: 0.9 }),
        ],
        guests: [
          aGuest({ vmid: 101 }),
          aGuest({ vmid: 102, status: "stopped" }),
          aGuest({ vmid: 103, template: true }),
        ],
        storages: [
          aStorage({ usedBytes: 10 * GIB }),
          aStorage({ node: "pve2", usedBytes: 20 * GIB }),
          aStorage({ name: "ceph", node: "pve1", shared: true, usedBytes: 30 * GIB }),
          aStorage({ name: "ceph", node: "pve2", shared: true, usedBytes: 30 * GIB }),
          aStorage({ name: "nfs", status: "unknown", usedBytes: 90 * GIB }),
        ],
      }),
    );
    expect(totals).toEqual({
      nodesOnline: 2,
      nodesTotal: 3,
      guestsRunning: 1,
      guestsTotal: 2,
      cpuUsedThreads: 12,
      cpuTotalThreads: 32,
      cpuAllocatedThreads: 2,
      memoryUsedBytes: 48 * GIB,
      memoryTotalBytes: 128 * GIB,
      memoryAllocatedBytes: 4 * GIB,
      storageUsedBytes: 60 * GIB,
      storageTotalBytes: 300 * GIB,
    });
  });

  it("says null, not zero, where nothing is known", () => {
    const totals = clusterTotals(aSnapshot({ nodes: [aNode({ status: "offline" })] }));
    expect(totals).toMatchObject({
      nodesOnline: 0,
      nodesTotal: 1,
      guestsRunning: 0,
      cpuUsedThreads: null,
      cpuTotalThreads: null,
      cpuAllocatedThreads: null,
      memoryUsedBytes: null,
      memoryAllocatedBytes: null,
      storageUsedBytes: null,
    });
  });

  it("leaves out what one node did not say", () => {
    const totals = clusterTotals(
      aSnapshot({ nodes: [aNode({ cpuFraction: 0.5 }), aNode({ name: "pve2", cpuFraction: null })] }),
    );
    expect(totals.cpuUsedThreads).toBe(8);
    expect(totals.cpuTotalThreads).toBe(32);
  });

  it("counts an empty cluster", () => {
    const totals = clusterTotals(aSnapshot({ nodes: [] }));
    expect(totals).toMatchObject({ nodesOnline: 0, nodesTotal: 0, guestsTotal: 0, memoryTotalBytes: null });
  });
});
