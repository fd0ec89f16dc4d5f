import { describe, expect, it } from "vitest";
import { FieldReader } from "@/lib/server/collection/normalise/field-reader";
import { normaliseGuest, readTags } from "@/lib/server/collection/normalise/normalise-guest";
import { normaliseNode } from "@/lib/server/collection/normalise/normalise-node";
import { normaliseStorages } from "@/lib/server/collection/normalise/normalise-storages";
import { Problems } from "@/lib/server/collection/normalise/problems";

const T0 = 1_800_000_000_000;

function row(fields: Record<string, unknown>): FieldReader {
  return new FieldReader(fields, "/x[0]", new Problems());
}

function aGuestRow(fields: Record<string, unknown> = {}) {
  const base = {
    type: "qemu",
    vmid: 100,
    node: "pve1",
    name: "web",
    status: "running",
    maxcpu: 4,
    maxmem: 4096,
    cpu: 0.5,
  };
  return row({
    ...base,
    mem: 1024,
    uptime: 1000,
    netin: 5000,
    netout: 0,
    diskread: 0,
    diskwrite: 0,
    ...fields,
  });
}

function guestAt(
  readAtMs: number,
  fields: Record<string, unknown> = {},
  previous?: ReturnType<typeof normaliseGuest>,
) {
  const guest = normaliseGuest(aGuestRow(fields), { previous: previous ?? undefined, readAtMs });
  if (!guest) throw new Error("no guest");
  return guest;
}

describe("rates of a guest", () => {
  it("come from counter and uptime once PVE has measured again", () => {
    const first = guestAt(T0);
    const second = guestAt(T0 + 10_400, { netin: 15_000, uptime: 1010 }, first);

    expect(first.netInBytesPerSecond).toBeNull();
    expect(second.netInBytesPerSecond).toBe(1_000);
    expect(second.netOutBytesPerSecond).toBe(0);
  });

  it("stay while PVE repeats its figures, and end when it repeats them for too long", () => {
    const moved = guestAt(T0 + 10_000, { netin: 15_000, uptime: 1010 }, guestAt(T0));
    const repeated = guestAt(T0 + 15_000, { netin: 15_000, uptime: 1010 }, moved);
    const next = guestAt(T0 + 20_000, { netin: 25_000, uptime: 1020 }, repeated);
    const stuck = guestAt(T0 + 90_000, { netin: 25_000, uptime: 1020 }, next);

    expect(repeated.netInBytesPerSecond).toBe(1_000);
    expect(next.netInBytesPerSecond).toBe(1_000);
    expect(stuck.netInBytesPerSecond).toBeNull();
  });

  it("are never negative: a restart or a move begins anew", () => {
    const before = guestAt(T0);
    const restarted = guestAt(T0 + 10_000, { netin: 10, uptime: 3 }, before);
    const backwards = guestAt(T0 + 10_000, { netin: 10, uptime: 1010 }, before);

    expect(restarted.netInBytesPerSecond).toBeNull();
    expect(backwards.netInBytesPerSecond).toBeNull();
  });

  it("are not made of a gap of many minutes", () => {
    expect(
      guestAt(T0 + 3_600_000, { netin: 10_000_000, uptime: 4_600 }, guestAt(T0)).netInBytesPerSecond,
    ).toBeNull();
  });
});

describe("a guest of a silent node", () => {
  it("keeps what does not change by itself and measures nothing", () => {
    const before = guestAt(T0, { tags: "a;b", pool: "prod" });
    const silent = normaliseGuest(row({ type: "qemu", vmid: 100, node: "pve1", status: "unknown" }), {
      previous: before,
      readAtMs: T0 + 60_000,
    });

    expect(silent).toMatchObject({
      name: "web",
      cpuCount: 4,
      tags: ["a", "b"],
      pool: "prod",
      cpuFraction: null,
      memoryUsedBytes: null,
      netInBytesPerSecond: null,
      readAtMs: T0,
    });
  });
});

describe("a node", () => {
  it("that is offline has no measured figures, and keeps its sizes and its age", () => {
    const fields = { node: "pve1", status: "online", cpu: 0.2, maxcpu: 16, mem: 5, maxmem: 10, uptime: 9 };
    const online = normaliseNode(row(fields), { previous: undefined, readAtMs: T0 });
    const offline = normaliseNode(row({ node: "pve1", status: "offline" }), {
      previous: online ?? undefined,
      readAtMs: T0 + 10_000,
    });

    expect(offline).toMatchObject({
      cpuCount: 16,
      memoryTotalBytes: 10,
      cpuFraction: null,
      memoryUsedBytes: null,
      uptimeSeconds: null,
      readAtMs: T0,
    });
  });
});

describe("storages", () => {
  it("that are shared become one with all their nodes; local ones of the same name stay apart", () => {
    const rows = ["pve1", "pve2", "pve3"].flatMap((node) => [
      row({
        type: "storage",
        storage: "nas",
        node,
        shared: 1,
        status: node === "pve3" ? "unknown" : "available",
        disk: 5,
        maxdisk: 10,
        plugintype: "nfs",
      }),
      row({
        type: "storage",
        storage: "local",
        node,
        shared: 0,
        status: "available",
        disk: 1,
        maxdisk: 2,
        plugintype: "dir",
      }),
    ]);

    const storages = normaliseStorages(rows, []);

    expect(storages.filter(({ name }) => name === "nas")).toMatchObject([
      { node: null, nodes: ["pve1", "pve2"], usedBytes: 5, totalBytes: 10, status: "available" },
    ]);
    expect(storages.filter(({ name }) => name === "local").map(({ node }) => node)).toEqual([
      "pve1",
      "pve2",
      "pve3",
    ]);
  });
});

describe("readTags", () => {
  it.each([
    ["b;a", ["a", "b"]],
    ["B, a c", ["a", "b", "c"]],
    [";;a;a", ["a"]],
    [null, []],
  ])("reads %j", (text, tags) => {
    expect(readTags(text)).toEqual(tags);
  });
});
