import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { playRecording } from "@/lib/server/collection/play-recording";

const folder = path.resolve(import.meta.dirname, "../../../../../shared/data/recordings");
const MIB = 1024 * 1024;

interface Recording {
  readonly name: string;
  /** Request path with query, and the file (with key) that holds the answer. */
  readonly calls: readonly (readonly [path: string, file: string, key?: string])[];
  readonly read: Readonly<Record<"nodes" | "guests" | "storages" | "tasks" | "points", number>>;
}

const TELEGRAF = "influxdata-telegraf/responses.json";
const RRD = "rcourtman-Pulse/rrd";

const RECORDINGS: readonly Recording[] = [
  {
    name: "PVE 8, one node (dougiteixeira)",
    calls: [["/cluster/resources", "dougiteixeira-proxmoxve/cluster-resources.json"]],
    read: { nodes: 1, guests: 2, storages: 2, tasks: 0, points: 0 },
  },
  {
    name: "PVE 8.4 (DataDog)",
    calls: [
      ["/cluster/resources", "DataDog-integrations-core/cluster-resources.json"],
      ["/version", "DataDog-integrations-core/version.json"],
      ["/nodes/ip-122-82-3-112/tasks?since=1752552000", "DataDog-integrations-core/node-tasks-subset.json"],
    ],
    read: { nodes: 1, guests: 3, storages: 1, tasks: 6, points: 0 },
  },
  {
    name: "PVE 8 with a shared storage (DirkTheDaring)",
    calls: [["/cluster/resources", "DirkTheDaring-px/getclusterresources.json"]],
    read: { nodes: 1, guests: 2, storages: 3, tasks: 0, points: 0 },
  },
  {
    name: "PVE 6, guests only (filelan)",
    calls: [["/cluster/resources?type=vm", "filelan-gopve/cluster-resources-type-vm.json"]],
    read: { nodes: 0, guests: 36, storages: 0, tasks: 0, points: 0 },
  },
  {
    name: "PVE 5, numbers as strings (telegraf)",
    calls: [
      ["/nodes/testnode/qemu", TELEGRAF, "qemuTestData"],
      ["/nodes/testnode/lxc", TELEGRAF, "lxcTestData"],
      ["/nodes/testnode/qemu/113/config", TELEGRAF, "qemuConfigTestData"],
      ["/nodes/testnode/lxc/111/config", TELEGRAF, "lxcConfigTestData"],
    ],
    read: { nodes: 1, guests: 3, storages: 0, tasks: 0, points: 0 },
  },
  {
    name: "histories of PVE 8 and 9 (Pulse)",
    calls: [
      ["/nodes/pve9/rrddata?timeframe=hour&cf=AVERAGE", `${RRD}/pve9_node_rrddata.json`],
      ["/nodes/pve9/qemu/100/rrddata?timeframe=week", `${RRD}/pve9_qemu_rrddata.json`],
      ["/nodes/pve9/lxc/101/rrddata?timeframe=hour", `${RRD}/pve9_lxc_rrddata.json`],
      ["/nodes/pve8/rrddata?timeframe=hour", `${RRD}/pve8_node_rrddata.json`],
      ["/nodes/pve8/qemu/100/rrddata?timeframe=hour", `${RRD}/pve8_guest_rrddata.json`],
    ],
    read: { nodes: 2, guests: 0, storages: 0, tasks: 0, points: 51 },
  },
];

function answerIn(file: string, key?: string): unknown {
  const content: unknown = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  return key === undefined ? content : Object(content)[key];
}

function toLines({ calls }: Recording): string {
  return calls
    .map(([call, file, key]) =>
      JSON.stringify({
        method: "GET",
        path: `/api2/json${call}`,
        status: 200,
        reason: "OK",
        body: answerIn(file, key),
      }),
    )
    .join("\n");
}

describe.skipIf(!existsSync(folder))("recordings of real clusters", () => {
  it.each(RECORDINGS)("arrive whole: $name", async (recording) => {
    const { read, problems } = await playRecording(toLines(recording));

    process.stdout.write(`recording "${recording.name}": ${JSON.stringify(read)}\n`);
    expect(read).toEqual(recording.read);
    expect(problems).toEqual([]);
  });

  it.each(RECORDINGS)("come in the units that the names promise: $name", async (recording) => {
    const { snapshot } = await playRecording(toLines(recording));
    const within = (value: number | null, low: number, high: number) =>
      value === null || (value >= low && value <= high);

    for (const guest of snapshot?.guests ?? []) {
      expect(within(guest.cpuFraction, 0, 2)).toBe(true);
      expect(within(guest.cpuCount, 1, 512)).toBe(true);
      expect(within(guest.memoryTotalBytes, 16 * MIB, 4096 * 1024 * MIB)).toBe(true);
      expect(within(guest.memoryUsedBytes, 0, (guest.memoryTotalBytes ?? 0) * 1.1)).toBe(true);
      expect(within(guest.diskTotalBytes, 100 * MIB, 1e15)).toBe(true);
      expect(guest.status).toMatch(/^(running|stopped)$/);
    }
    for (const node of snapshot?.nodes ?? []) {
      expect(within(node.cpuFraction, 0, 1)).toBe(true);
      expect(within(node.memoryTotalBytes, 1024 * MIB, 64 * 1024 * 1024 * MIB)).toBe(true);
      expect(within(node.uptimeSeconds, 1, 1e9)).toBe(true);
      expect(within(node.pressure?.cpuSomeFraction ?? null, 0, 1)).toBe(true);
    }
    for (const storage of snapshot?.storages ?? []) {
      expect(within(storage.usedBytes, 0, storage.totalBytes ?? 0)).toBe(true);
    }
  });

  it("keep what only they know: shared storages once, tags apart, times in milliseconds", async () => {
    const played = await Promise.all(
      RECORDINGS.slice(0, 3).map((recording) => playRecording(toLines(recording))),
    );
    const [, datadog, dirk] = played.map(({ snapshot }) => snapshot);

    expect(datadog?.pveVersion).toBe("8.4.1");
    expect(datadog?.guests.find(({ vmid }) => vmid === 101)?.tags).toEqual(["sarah-wiit", "test", "testtag"]);
    expect(datadog?.tasks[0]?.startedAtMs).toBe(1_752_854_279_000);
    expect(dirk?.storages.find(({ shared }) => shared)).toMatchObject({ node: null });
  });
});

describe("playRecording", () => {
  it("never crashes on odd input, and names each oddity with its path", async () => {
    const rows = [
      {
        type: "qemu",
        id: "qemu/1",
        vmid: 100,
        node: "pve1",
        status: "running",
        cpu: "nan",
        maxcpu: 0,
        mem: "lots",
        maxmem: "infinite",
      },
      { type: "qemu", vmid: 100, node: "pve1", status: "running" },
      { type: "lxc", vmid: "abc", node: "pve1" },
      {
        type: "node",
        node: "pve1",
        status: "online",
        cpu: 64,
        maxcpu: 0,
        mem: -5,
        maxmem: 10,
        disk: 20,
        maxdisk: 10,
      },
      { type: "martian", id: "x" },
      { id: "no type" },
      null,
      7,
    ];
    const text = JSON.stringify({ path: "/api2/json/cluster/resources", body: { data: rows } });

    const { snapshot, problems } = await playRecording(`${text}\nrubbish`);

    expect(snapshot?.guests).toHaveLength(1);
    expect(snapshot?.guests[0]).toMatchObject({ cpuFraction: null, memoryUsedBytes: null, cpuCount: null });
    expect(snapshot?.nodes[0]).toMatchObject({
      cpuFraction: null,
      memoryUsedBytes: null,
      rootUsedBytes: null,
    });
    expect(problems.map((problem) => problem.path)).toEqual(
      expect.arrayContaining([
        "line 2",
        "/cluster/resources[0].cpu",
        "/cluster/resources[0].maxcpu",
        "/cluster/resources[0].mem",
        "/cluster/resources[1].vmid",
        "/cluster/resources[2].vmid",
        "/cluster/resources[3].cpu",
        "/cluster/resources[3].mem",
        "/cluster/resources[3].disk",
        "/cluster/resources[5].type",
        "/cluster/resources[6]",
        "/cluster/resources[7]",
      ]),
    );
  });

  it.each(["", "\n\n", "{}", "[1,2", '{"path":"/api2/json/cluster/resources","status":500,"body":null}'])(
    "answers with problems, not with a crash, to %j",
    async (text) => {
      const { snapshot, problems } = await playRecording(text);

      expect(snapshot).toMatchObject({ nodes: [], guests: [], storages: [] });
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});
