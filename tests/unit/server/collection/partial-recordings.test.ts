import { describe, expect, it } from "vitest";
import { playRecording } from "@/lib/server/collection/play-recording";
import {
  RECORDED_GUEST as GUEST,
  RECORDED_NODE as NODE,
  problemPaths as pathsOf,
  playAnswers as play,
  type Recorded,
  resourcesOf as resources,
} from "../../../support/recorded-answers";

const STORAGE = { storage: "shed", type: "dir", active: 1, content: "images", used: 5, total: 50 };

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
    expect(problems.length > 0).toBe(first.length > 0);
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

  it("show guests that were only asked for one by one", async () => {
    const { read, snapshot, problems } = await play(
      [
        "/nodes/oak/qemu/700/status/current",
        { ...GUEST, type: undefined, node: undefined, ha: { state: "started" } },
      ],
      ["/nodes/oak/lxc/800/status/current", { vmid: 800, status: "stopped", cpus: 1 }],
      ["/nodes/oak/lxc/801/status/current", null],
    );

    expect(read).toMatchObject({ nodes: 1, guests: 2 });
    expect(snapshot.guests).toMatchObject([
      { vmid: 700, kind: "qemu", node: "oak", cpuFraction: 0.5, haState: "started" },
      { vmid: 800, kind: "lxc", status: "stopped" },
    ]);
    expect(pathsOf({ problems })).toEqual(["/nodes/oak/lxc/801/status/current"]);
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

  it("whose path or node no address can hold are no crash", async () => {
    const { read } = await play(
      resources(NODE, { ...NODE, node: "oak\ud800", id: "node/oak\ud800" }),
      ["/nodes/%zz/status", {}],
      ["/nodes/%E0%A4/rrddata", []],
      ["/nodes/\udc00/status", {}],
    );

    expect(read.nodes).toBe(1);
  });

  it("that are nested without end are problems", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const { problems } = await playRecording(`{"path":"/cluster/resources","body":{"data":${deep}}}`);

    expect(pathsOf({ problems })).toContain("/cluster/resources");
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
