import { describe, expect, it } from "vitest";
import { playRecording } from "@/lib/server/collection/play-recording";

const NODE = {
  type: "node",
  id: "node/oak",
  node: "oak",
  status: "online",
  cpu: 0.25,
  maxcpu: 8,
  mem: 3_000,
  maxmem: 9_000,
  disk: 10,
  maxdisk: 100,
  uptime: 60,
};
const GUEST = {
  type: "qemu",
  id: "qemu/700",
  vmid: 700,
  node: "oak",
  name: "acorn",
  status: "running",
  cpu: 0.5,
  maxcpu: 2,
  mem: 1_000,
  maxmem: 4_000,
  disk: 0,
  maxdisk: 5_000,
  uptime: 30,
};
const STORAGE = { storage: "shed", type: "dir", active: 1, content: "images", used: 5, total: 50 };

type Recorded = readonly [path: string, data: unknown, status?: number];

/** Plays recorded answers; `data` is put into PVE's envelope, except for an answer that is an error. */
function play(...calls: readonly Recorded[]) {
  const lines = calls.map(([path, data, status = 200]) =>
    JSON.stringify({ method: "GET", path, status, reason: "", body: status === 200 ? { data } : data }),
  );
  return playRecording(lines.join("\n"));
}

const resources = (...rows: readonly unknown[]): Recorded => ["/api2/json/cluster/resources", rows];
const pathsOf = ({ problems }: { readonly problems: readonly { readonly path: string }[] }) =>
  problems.map(({ path }) => path);

describe("fields of odd recordings", () => {
  it("that are empty, far too large or negative are problems, not values", async () => {
    const played = await play(
      resources(
        { ...NODE, uptime: "", maxdisk: 18_446_744_073_709_551_615 },
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
    expect(played.snapshot?.nodes[0]).toMatchObject({ uptimeSeconds: null, rootTotalBytes: null });
    expect(played.snapshot?.guests).toMatchObject([
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

    expect(played.snapshot?.guests[0]?.config).toMatchObject({
      cores: null,
      sockets: null,
      balloonMinimumBytes: null,
      memoryBytes: 512 * 1024 * 1024,
    });
    expect(played.snapshot?.guests[1]?.config).toMatchObject({ cores: 1, sockets: 1 });
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
    expect(played.snapshot?.nodes[0]?.kernelVersion).toBe("6.8.12-5-pve");
  });

  it("of the quorum are unknown when PVE does not tell", async () => {
    const { snapshot } = await play(resources(NODE), ["/cluster/status", [{ type: "cluster", name: "wood" }]]);

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
    expect(played.snapshot?.guests.map(({ vmid, kind }) => `${kind}/${vmid}`)).toEqual([
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
    expect(snapshot?.storages).toMatchObject([
      { name: "shed", status: "available", usedBytes: 5, totalBytes: 50, nodes: ["oak"] },
      { name: "barn", status: "available", usedBytes: 6, totalBytes: 60 },
      { name: "cave", status: "unknown", usedBytes: null, totalBytes: null, nodes: [] },
    ]);
  });

  it("of a VM keep a used disk when PVE tells one", async () => {
    const { snapshot } = await play(resources(NODE, { ...GUEST, disk: 777 }, { ...GUEST, vmid: 701 }));

    expect(snapshot?.guests.map(({ diskUsedBytes }) => diskUsedBytes)).toEqual([777, null]);
  });
});

describe("recordings without the one list of everything", () => {
  const lists: readonly Recorded[] = [
    ["/nodes", [NODE]],
    ["/nodes/oak/qemu", [{ ...GUEST, type: undefined, node: undefined, id: undefined }]],
    ["/nodes/oak/lxc", [{ vmid: 800, status: "stopped", name: "seed", cpus: 1 }]],
    ["/nodes/oak/storage", [STORAGE]],
  ];
  const whole = { nodes: 1, guests: 2, storages: 1 };

  it.each<[string, readonly Recorded[]]>([
    ["that was not recorded", []],
    ["that was refused", [["/cluster/resources", null, 403]]],
    ["for which nobody was let in", [["/cluster/resources", null, 401]]],
    ["that failed", [["/cluster/resources", null, 500]]],
    ["that is empty", [["/cluster/resources", []]]],
    ["that is nothing", [["/cluster/resources", null]]],
    ["that is no list", [["/cluster/resources", { rows: [] }]]],
  ])("%s are read from each node's own lists", async (_, first) => {
    const { read, problems } = await play(...first, ...lists);

    expect(read).toMatchObject(whole);
    expect(problems.length > 0).toBe(first.length > 0 && JSON.stringify(first[0]?.[1]) !== "[]");
  });

  it("name the nodes that only the cluster's state tells of", async () => {
    const { snapshot } = await play([
      "/cluster/status",
      [
        { type: "cluster", name: "wood", quorate: 1 },
        { type: "node", name: "oak", online: 1 },
        { type: "node", name: "elm", online: 0 },
      ],
    ]);

    expect(snapshot).toMatchObject({ clusterName: "wood", quorate: true });
    expect(snapshot?.nodes).toMatchObject([
      { name: "elm", status: "offline" },
      { name: "oak", status: "online" },
    ]);
  });

  it("still tell version and tasks", async () => {
    const upid = "UPID:oak:000004D2:0000ABCD:65F00000:qmstart:700:root@pam:";
    const { snapshot, read } = await play(["/version", { version: "5.4" }], ["/cluster/tasks", [{ upid }]]);

    expect(snapshot).toMatchObject({ pveVersion: "5.4", nodes: [], guests: [], storages: [] });
    expect(read.tasks).toBe(1);
  });
});

describe("calls of odd recordings", () => {
  it.each([
    "cluster/resources",
    "/cluster/resources/",
    "api2/json/cluster/resources",
    "/api2/extjs/cluster/resources",
    "https://oak.example:8006/api2/json/cluster/resources",
    "/behind/a/proxy/api2/json/cluster/resources",
  ])("are found at %s", async (path) => {
    const { read } = await play([path, [NODE, GUEST]]);

    expect(read).toMatchObject({ nodes: 1, guests: 1 });
  });

  it("may hold the list without PVE's envelope", async () => {
    const { read } = await playRecording(JSON.stringify({ path: "/cluster/resources", body: [NODE, GUEST] }));

    expect(read).toMatchObject({ nodes: 1, guests: 1 });
  });

  it("that failed are problems with their path", async () => {
    const played = await play(
      resources(NODE, GUEST),
      ["/cluster/status", null, 501],
      ["/cluster/tasks", null, 596],
      ["/nodes/oak/status", null, 595],
      ["/nodes/oak/qemu/700/config", null, 500],
    );

    expect(pathsOf(played).sort()).toEqual([
      "/cluster/status",
      "/cluster/tasks",
      "/nodes/oak/qemu/700/config",
      "/nodes/oak/status",
    ]);
  });

  it("whose path cannot be decoded are no crash", async () => {
    const { read } = await play(resources(NODE), ["/nodes/%zz/status", {}], ["/nodes/%E0%A4/rrddata", []]);

    expect(read.nodes).toBe(1);
  });

  it("for histories count whatever they asked for", async () => {
    const rows = [{ time: 1_700_000_000, cpu: 0.5 }, { time: 1_700_000_060 }];
    const { read } = await play(
      resources(NODE, GUEST),
      ["/nodes/oak/rrddata", rows],
      ["/nodes/oak/qemu/700/rrddata?timeframe=decade&cf=AVERAGE", rows],
      ["/nodes/oak/qemu/700/rrddata?cf=MAX&timeframe=hour", rows],
      ["/nodes/oak/storage/shed/rrddata?timeframe=day", [{ time: 1_700_000_000, used: 1, total: 2 }]],
    );

    expect(read.points).toBe(4);
  });

  it("repeated many times are no burden", async () => {
    const line = JSON.stringify({ path: "/cluster/resources", body: { data: [NODE] } });
    const { read } = await playRecording(`${line}\n`.repeat(50_000));

    expect(read.nodes).toBe(1);
  }, 5_000);

  it("may all stand in one line, and tasks may be many", async () => {
    const upids = Array.from({ length: 600 }, (_, index) => ({
      upid: `UPID:oak:000004D2:0000ABCD:${(0x65f00000 + index).toString(16).toUpperCase()}:qmstart:700:root@pam:`,
    }));
    const { read } = await playRecording(
      JSON.stringify([
        { path: "/cluster/resources", body: { data: [NODE] } },
        { path: "/cluster/tasks", body: { data: upids } },
      ]),
    );

    expect(read).toMatchObject({ nodes: 1, tasks: 600 });
  });
});
