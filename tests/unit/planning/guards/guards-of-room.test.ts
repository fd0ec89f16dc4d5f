import { describe, expect, it } from "vitest";
import type { Guest } from "@/lib/inventory/snapshot";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { GIB, guest, node } from "../scenario-input";
import { clusterOf } from "./ask";

const withGuest = (vmid: number, change: Partial<Guest>) => (input: PlanningInput) => ({
  ...input,
  snapshot: {
    ...input.snapshot,
    guests: input.snapshot.guests.map((one) => (one.vmid === vmid ? { ...one, ...change } : one)),
  },
});
const one = (overrides = {}) => ({ guests: [guest(100, "pve1", overrides)] });

describe("storage", () => {
  const disk = (storage: string, size = 40 * GIB) => ({ disks: [{ key: "scsi0", storage, size }] });
  const local = {
    id: "local-lvm",
    type: "lvmthin",
    total: 100 * GIB,
    used: { pve1: 50 * GIB, pve2: 0, pve3: 70 * GIB },
  };

  it("must be available on the target", () => {
    const storages = [{ ...local, nodes: ["pve1", "pve3"] }];
    const cluster = clusterOf({ ...one(disk("local-lvm")), storages });
    expect(cluster.refuse(100, "pve2", "forced")).toBe("storage-missing");
    expect(clusterOf({ ...one(disk("nowhere")), storages }).refuse(100, "pve2")).toBe("storage-missing");
  });

  it("must take such volumes", () => {
    const storages = [{ id: "pool", type: "zfspool", content: ["images"], total: 100 * GIB }];
    expect(clusterOf({ ...one(disk("pool")), storages }).refuse(100, "pve2")).toBeNull();
    expect(clusterOf({ ...one({ ...disk("pool"), type: "lxc" }), storages }).refuse(100, "pve2")).toBe(
      "storage-content",
    );
  });

  it("must have room when it is local, counting the moves made so far; a shared one needs none", () => {
    const guests = [guest(100, "pve1", disk("local-lvm")), guest(101, "pve3", disk("local-lvm", 70 * GIB))];
    const cluster = clusterOf({ guests, storages: [local] });
    expect(cluster.refuse(100, "pve3", "forced")).toBe("storage-full");
    cluster.move(101, "pve2");
    expect(cluster.refuse(100, "pve3")).toBeNull();
    expect(cluster.refuse(100, "pve2")).toBe("storage-full");
    const shared = [{ id: "ceph", type: "rbd", total: 100 * GIB, used: 99 * GIB }];
    expect(clusterOf({ ...one(disk("ceph")), storages: shared }).refuse(100, "pve2")).toBeNull();
  });

  it("refuses an image in the CD drive that the target does not have, and says how to get rid of it", () => {
    const cdrom = { key: "ide2", storage: "iso", volume: "iso:iso/debian.iso", sizeBytes: null, cdrom: true };
    const storages = [{ id: "iso", type: "dir", content: ["iso"], nodes: ["pve1", "pve3"], total: 10 * GIB }];
    const inserted = clusterOf({ ...one(), storages }, (input) => {
      const config = input.snapshot.guests[0]?.config;
      if (!config) throw new Error("no configuration");
      return withGuest(100, { config: { ...config, disks: [cdrom] } })(input);
    });
    expect(inserted.refuse(100, "pve3")).toBeNull();
    expect(inserted.refuse(100, "pve2")).toBe("storage-missing");
    expect(inserted.explain(100, "pve2")?.fix).toBe("Eject the image (ide2), then the guest may move.");
  });
});

describe("processor", () => {
  it("refuses a guest with more virtual CPUs than the target has threads, running or not", () => {
    const nodes = [node("pve1"), node("pve2", { cores: 4 }), node("pve3")];
    for (const status of ["running", "stopped"] as const) {
      expect(clusterOf({ ...one({ cores: 8, status }), nodes }).refuse(100, "pve2", "forced")).toBe(
        "cpu-count",
      );
    }
  });

  it.each([
    ["host", "AMD EPYC 7763", "AMD EPYC 7763", null],
    ["host", "AMD EPYC 7763", "AMD EPYC 9654", "cpu-type"],
    ["x86-64-v2-AES", "x86-64-v3", "x86-64-v2", null],
    ["x86-64-v4", "x86-64-v4", "x86-64-v3", "cpu-type"],
    ["x86-64-v3", "x86-64-v3", "Intel(R) Xeon(R) E5-2680", null],
    ["Skylake-Server-v4", "Icelake-Server", "Broadwell", "cpu-type"],
    ["Haswell-noTSX", "Haswell", "Skylake-Client", null],
    ["EPYC-Rome", "EPYC-Rome", "Icelake-Server", "cpu-type"],
    ["Icelake-Server", "x86-64-v4", "x86-64-v3", "cpu-type"],
    ["kvm64", "x86-64-v3", "x86-64-v2", null],
  ])("a running VM with %s goes from %s to %s: %s", (cpuType, from, to, code) => {
    const nodes = [node("pve1", { cpuModel: from }), node("pve2", { cpuModel: to })];
    expect(clusterOf({ ...one({ cpuType }), nodes }).refuse(100, "pve2")).toBe(code);
    expect(clusterOf({ ...one({ cpuType, status: "stopped" }), nodes }).refuse(100, "pve2")).toBeNull();
  });
});

describe("room", () => {
  const two = (target = {}) => [node("pve1"), node("pve2", target)];
  const big = (overrides = {}) =>
    guest(100, "pve1", { memory: 32 * GIB, memoryUsed: 32 * GIB, ...overrides });

  it("an optional move fills memory to the cap, a forced one all of it less the reserve, to the byte", () => {
    const at = (bytes: number, memoryReserve = 0) =>
      clusterOf({ guests: [big()], nodes: two({ baseMemory: bytes, memoryReserve }) });
    expect(at(0.9 * 64 * GIB - 32 * GIB).refuse(100, "pve2")).toBeNull();
    expect(at(0.9 * 64 * GIB - 31 * GIB).refuse(100, "pve2")).toBe("memory-headroom");
    expect(at(32 * GIB).refuse(100, "pve2", "forced")).toBeNull();
    expect(at(32 * GIB + 4096).refuse(100, "pve2", "forced")).toBe("memory-headroom");
    expect(at(31 * GIB, 2 * GIB).refuse(100, "pve2", "forced")).toBe("memory-headroom");
  });

  it("an optional move leaves room for what the guest was promised", () => {
    const idle = big({ memoryUsed: 2 * GIB });
    const nodes = two({ baseMemory: 40 * GIB });
    expect(clusterOf({ guests: [idle], nodes }).refuse(100, "pve2")).toBe("memory-headroom");
    expect(clusterOf({ guests: [idle], nodes }).refuse(100, "pve2", "forced")).toBeNull();
    expect(clusterOf({ guests: [big({ status: "stopped" })], nodes }).refuse(100, "pve2")).toBeNull();
  });

  it("says how much is missing", () => {
    const nodes = two({ baseMemory: 40 * GIB });
    expect(clusterOf({ guests: [big()], nodes }).explain(100, "pve2")?.detail).toBe(
      "Guest 100 needs 32.0 GiB and pve2 has 17.6 GiB free up to its limit of 90 %.",
    );
  });

  it("CPU in use stays below its cap, or below all threads when it must be", () => {
    const busy = guest(100, "pve1", { cores: 8, cpuUsed: 8 });
    const at = (baseCpu: number) => clusterOf({ guests: [busy], nodes: two({ baseCpu }) });
    expect(at(0.35).refuse(100, "pve2")).toBeNull();
    expect(at(0.36).refuse(100, "pve2")).toBe("cpu-headroom");
    expect(at(0.5).refuse(100, "pve2", "forced")).toBeNull();
    expect(at(0.51).refuse(100, "pve2", "forced")).toBe("cpu-headroom");
  });

  it("virtual CPUs never exceed the overcommit", () => {
    const guests = [guest(100, "pve1", { cores: 8 }), guest(101, "pve2", { cores: 12 })];
    const settings = { "planning.cpuOvercommit": 1 };
    const cluster = clusterOf({ guests, nodes: two(), settings });
    expect(cluster.refuse(100, "pve2", "forced")).toBe("cpu-overcommit");
    expect(
      clusterOf({ guests, nodes: two(), settings: { "planning.cpuOvercommit": 1.25 } }).refuse(100, "pve2"),
    ).toBeNull();
  });
});
