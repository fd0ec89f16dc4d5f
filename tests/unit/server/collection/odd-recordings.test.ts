import { describe, expect, it } from "vitest";
import {
  RECORDED_GUEST as GUEST,
  RECORDED_NODE as NODE,
  problemPaths as pathsOf,
  playAnswers as play,
  resourcesOf as resources,
} from "../../../support/recorded-answers";

describe("fields of odd recordings", () => {
  it("that are empty, far too large or negative are problems, not values", async () => {
    const played = await play(
      resources(
        { ...NODE, uptime: "", maxdisk: 2 ** 64 },
        { ...GUEST, maxmem: 1e308, cpu: "", maxcpu: 1e300 },
        { ...GUEST, vmid: 701, id: "qemu/701", status: "stopped", maxcpu: -4 },
      ),
    );

    expect(pathsOf(played)).toEqual([
      "/cluster/resources[0].maxdisk",
      "/cluster/resources[0].uptime",
      "/cluster/resources[1].maxcpu",
      "/cluster/resources[1].maxmem",
      "/cluster/resources[1].cpu",
      "/cluster/resources[2].maxcpu",
    ]);
    expect(played.snapshot.nodes[0]).toMatchObject({ uptimeSeconds: null, rootTotalBytes: null });
    expect(played.snapshot.guests).toMatchObject([
      { memoryTotalBytes: null, cpuFraction: null, cpuCount: null },
      { cpuCount: null },
    ]);
  });

  it("are each named once, also in rows whose state cannot be read", async () => {
    const played = await play(
      resources(
        { ...NODE, status: {}, cpu: "hot" },
        { ...GUEST, status: [], cpu: "hot", mem: {}, uptime: "long", disk: "x" },
      ),
    );

    expect(pathsOf(played).sort()).toEqual([
      "/cluster/resources[0].cpu",
      "/cluster/resources[0].status",
      "/cluster/resources[1].cpu",
      "/cluster/resources[1].disk",
      "/cluster/resources[1].mem",
      "/cluster/resources[1].status",
      "/cluster/resources[1].uptime",
    ]);
  });

  it("that are no state, no volume, no flag and no metric are named", async () => {
    const played = await play(
      resources({ ...NODE, status: "" }, { ...GUEST, status: "-5" }, { ...GUEST, vmid: 701, template: [] }),
      ["/nodes/oak/qemu/700/config", { scsi0: "abc", scsi1: "shed:vm-700-disk-0,size=4G", memory: "1,5" }],
      ["/cluster/status", [{ type: "cluster", name: "wood", quorate: 1 }, { type: "crowd" }]],
      [
        "/cluster/metrics/export",
        {
          data: [
            { id: "node/oak", metric: "net_in", timestamp: 1_700_000_000, value: -1 },
            { metric: "net_in" },
            "net_in",
          ],
        },
      ],
      ["/cluster/tasks", null],
    );

    expect(pathsOf(played).sort()).toEqual([
      "/cluster/metrics/export[0].value",
      "/cluster/metrics/export[1].id",
      "/cluster/metrics/export[2]",
      "/cluster/resources[0].status",
      "/cluster/resources[1].status",
      "/cluster/resources[2].template",
      "/cluster/status[1].type",
      "/cluster/tasks",
      "/nodes/oak/qemu/700/config.memory",
      "/nodes/oak/qemu/700/config.scsi0",
    ]);
    expect(played.snapshot.guests[0]?.config?.disks).toMatchObject([{ key: "scsi1", storage: "shed" }]);
  });

  it("are all named, however many they are", async () => {
    const rows = Array.from({ length: 450 }, (_, index) => ({ ...GUEST, vmid: 1_000 + index, mem: "lots" }));
    const played = await play(resources(NODE, ...rows));

    expect(played.read.guests).toBe(450);
    expect(played.problems).toHaveLength(450);
  });

  it("of a configuration stay unknown when they cannot be read, and have PVE's defaults only when missing", async () => {
    const played = await play(
      resources(NODE, GUEST, { ...GUEST, vmid: 701, id: "qemu/701" }),
      ["/nodes/oak/qemu/700/config", { cores: "many", sockets: {}, balloon: 1e308, memory: 512 }],
      ["/nodes/oak/qemu/701/config", { memory: "512" }],
    );

    expect(played.snapshot.guests[0]?.config).toMatchObject({
      cores: null,
      sockets: null,
      balloonMinimumBytes: null,
      memoryBytes: 512 * 1024 * 1024,
    });
    expect(played.snapshot.guests[1]?.config).toMatchObject({ cores: 1, sockets: 1 });
    expect(pathsOf(played)).toEqual([
      "/nodes/oak/qemu/700/config.balloon",
      "/nodes/oak/qemu/700/config.cores",
      "/nodes/oak/qemu/700/config.sockets",
    ]);
  });

  it("of versions that are none are problems; a kernel needs no system's name in front", async () => {
    const played = await play(
      resources(NODE),
      ["/version", { version: "newest" }],
      ["/nodes/oak/status", { pveversion: "pve-manager/?", kversion: "6.8.12-5-pve" }],
    );

    expect(pathsOf(played).sort()).toEqual(["/nodes/oak/status.pveversion", "/version.version"]);
    expect(played.snapshot.nodes[0]?.kernelVersion).toBe("6.8.12-5-pve");
  });

  it("of the quorum are unknown when PVE does not tell", async () => {
    const { snapshot } = await play(resources(NODE), [
      "/cluster/status",
      [{ type: "cluster", name: "wood" }],
    ]);

    expect(snapshot).toMatchObject({ clusterName: "wood", quorate: null });
  });
});

describe("rows of odd recordings", () => {
  it("without type or number are told by their id", async () => {
    const played = await play(
      resources(
        { ...NODE, type: undefined },
        { ...GUEST, type: undefined },
        { ...GUEST, type: null, id: "lxc/701", vmid: undefined },
        { ...GUEST, id: "qemu/702", vmid: null },
        { ...GUEST, id: undefined, vmid: "703" },
      ),
    );

    expect(played.problems).toEqual([]);
    expect(played.read).toMatchObject({ nodes: 1, guests: 4 });
    expect(played.snapshot.guests.map(({ vmid, kind }) => `${kind}/${vmid}`)).toEqual([
      "qemu/700",
      "lxc/701",
      "qemu/702",
      "qemu/703",
    ]);
  });

  it("of kinds that are not known are named; those that are no part of the inventory are not", async () => {
    const played = await play(
      resources(
        NODE,
        { type: "pool", id: "pool/a" },
        { type: "sdn", id: "sdn/oak/z" },
        { type: "network", id: "network/oak/z" },
        { type: "cloud", id: "cloud/9" },
      ),
    );

    expect(played.problems).toEqual([
      { path: "/cluster/resources[4].type", what: '"cloud" is not a known kind of row' },
    ]);
  });

  it("of a storage without a state are available when they have a size", async () => {
    const row = { type: "storage", id: "storage/oak/shed", node: "oak", storage: "shed" };
    const { snapshot, problems } = await play(
      resources(
        NODE,
        { ...row, disk: 5, maxdisk: 50 },
        { ...row, storage: "barn", status: "active", disk: 6, maxdisk: 60 },
        { ...row, storage: "cave", status: "unknown", disk: 0, maxdisk: 0 },
      ),
    );

    expect(problems).toEqual([]);
    expect(snapshot.storages).toMatchObject([
      { name: "shed", status: "available", usedBytes: 5, totalBytes: 50, nodes: ["oak"] },
      { name: "barn", status: "available", usedBytes: 6, totalBytes: 60 },
      { name: "cave", status: "unknown", usedBytes: null, totalBytes: null, nodes: [] },
    ]);
  });

  it.each<readonly [path: string, definitions: unknown]>([
    [
      "/storage",
      [
        { storage: "nas", type: "nfs", content: "backup", path: "/mnt/pve/nas" },
        { storage: "shed", type: "dir", content: "images" },
      ],
    ],
    [
      "/nodes/oak/storage",
      [
        { storage: "nas", type: "nfs", content: "backup", shared: 1 },
        { storage: "shed", type: "dir", content: "images", shared: 0 },
      ],
    ],
  ])("of old PVE learn from %s what is shared", async (path, definitions) => {
    const row = (storage: string) => ({ type: "storage", node: "oak", storage, disk: 5, maxdisk: 50 });
    const { snapshot, problems } = await play(resources(NODE, row("nas"), row("shed")), [path, definitions]);

    expect(problems).toEqual([]);
    expect(snapshot.storages).toMatchObject([
      {
        name: "nas",
        shared: true,
        node: null,
        type: "nfs",
        content: ["backup"],
        usedBytes: 5,
        nodes: ["oak"],
      },
      { name: "shed", shared: false, node: "oak", type: "dir", content: ["images"] },
    ]);
  });

  it("of a VM keep a used disk when PVE tells one", async () => {
    const { snapshot } = await play(resources(NODE, { ...GUEST, disk: 777 }, { ...GUEST, vmid: 701 }));

    expect(snapshot.guests.map(({ diskUsedBytes }) => diskUsedBytes)).toEqual([777, null]);
  });
});
