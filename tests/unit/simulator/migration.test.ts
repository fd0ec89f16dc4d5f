import { afterEach, describe, expect, it } from "vitest";
import { pveData } from "../../support/pve-request";
import {
  guestRow,
  move,
  type Row,
  send,
  startCluster,
  stopAll,
  stopTask,
  taskLog,
  taskStatus,
  untilEnded,
} from "./migration-support";

const GIB = 1024 ** 3;
afterEach(stopAll);

const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;

describe("a live migration on shared storage", () => {
  it("goes through lock, node switch, unlock and new counters in PVE's order", async () => {
    const simulator = await startCluster();
    const before = await guestRow(simulator, 110);
    const upid = await move(simulator, "pve1/qemu/110", { target: "pve2", online: 1 });
    expect(upid).toMatch(/^UPID:pve1:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:qmigrate:110:evenkeel@pve!main:$/);
    expect(await taskLog(simulator, upid)).toEqual(["no content"]);
    expect(await guestRow(simulator, 110)).not.toHaveProperty("lock");
    simulator.advance(2);
    expect(await guestRow(simulator, 110)).toMatchObject({
      node: "pve1",
      lock: "migrate",
      status: "running",
    });
    const seen: string[] = [];
    while ((await taskStatus(simulator, upid)).status === "running") {
      const row = await guestRow(simulator, 110);
      seen.push(`${row.node} ${row.lock}`);
      simulator.advance(0.5);
    }
    expect([...new Set(seen)]).toEqual(["pve1 migrate", "pve2 migrate"]);
    expect(await taskStatus(simulator, upid)).toMatchObject({ exitstatus: "OK", node: "pve1" });
    expect(await guestRow(simulator, 110)).not.toHaveProperty("lock");
    simulator.advance(10);
    const after = await guestRow(simulator, 110);
    expect(after).toMatchObject({ node: "pve2", status: "running" });
    expect(Number(after.uptime)).toBeLessThan(30);
    expect(Number(after.netin)).toBeLessThan(Number(before.netin));
    const old = await send(simulator, "GET", "/nodes/pve1/qemu/110/status/current");
    expect(old.reason).toBe("Configuration file 'nodes/pve1/qemu-server/110.conf' does not exist");
  });

  it("writes the lines that PVE writes, a line of progress each second", async () => {
    const simulator = await startCluster();
    const upid = await move(simulator, "pve1/qemu/110", { target: "pve2", online: 1 });
    const seconds = await untilEnded(simulator, upid);
    expect(seconds).toBeGreaterThan(17);
    expect(seconds).toBeLessThan(30);
    const log = await taskLog(simulator, upid);
    const stamped = await taskLog(simulator, upid, true);
    expect(stamped.slice(0, -1).every((line) => STAMP.test(line))).toBe(true);
    const progress = log.filter((line) => line.startsWith("migration active, transferred "));
    expect(progress.length).toBeGreaterThan(14);
    expect(progress[0]).toMatch(
      /^migration active, transferred \d+\.\d MiB of 4\.0 GiB VM-state, 119\.2 MiB\/s$/,
    );
    const rest = log.filter((line) => !/^(migration active|xbzrle|auto-increased)/.test(line));
    expect(rest.map((line) => line.replace(/\d+\.\d [KMG]iB|\d+ ms|\d\d:\d\d:\d\d/g, "#"))).toEqual([
      "conntrack state migration not supported or disabled, active connections might get dropped",
      "starting migration of VM 110 to node 'pve2' (10.20.0.11)",
      "starting VM 110 on remote node 'pve2'",
      "start remote tunnel",
      "ssh tunnel ver 1",
      "starting online/live migration on unix:/run/qemu-server/110.migrate",
      "set migration capabilities",
      "migration downtime limit: #",
      "migration cachesize: #",
      "set migration parameters",
      "start migrate command to unix:/run/qemu-server/110.migrate",
      "average migration speed: #/s - downtime #",
      "migration completed, transferred # VM-state",
      "migration status: completed",
      "migration finished successfully (duration #)",
      "TASK OK",
    ]);
  });

  it("takes as long as memory in use, the link and the limits say", async () => {
    const duration = async (fields: Row, vmid = 110, options = {}): Promise<number> => {
      const simulator = await startCluster({ options });
      const upid = await move(simulator, `pve1/qemu/${vmid}`, {
        target: "pve2",
        online: 1,
        ...(fields as Record<string, string>),
      });
      return await untilEnded(simulator, upid);
    };
    const usual = await duration({});
    expect(await duration({ bwlimit: "51200" })).toBeGreaterThan(usual * 1.7);
    expect(await duration({}, 110, { bwlimit: { migration: 51200 } })).toBeGreaterThan(usual * 1.7);
  });

  it("shares the link with others on the same way", async () => {
    const simulator = await startCluster();
    const alone = await untilEnded(
      simulator,
      await move(simulator, "pve1/qemu/112", { target: "pve3", online: 1 }),
    );
    const both = await startCluster();
    const first = await move(both, "pve1/qemu/112", { target: "pve3", online: 1 });
    await move(both, "pve1/qemu/110", { target: "pve2", online: 1 });
    expect(await untilEnded(both, first)).toBeGreaterThan(alone * 1.5);
  });

  it("doubles the downtime for a guest that writes faster than the link carries", async () => {
    const simulator = await startCluster({
      guests: [
        { vmid: 110, node: "pve1", cores: 2, memory: 2 * GIB, memoryUsed: GIB, dirtyRate: 200_000_000 },
      ],
      rules: [],
    });
    const upid = await move(simulator, "pve1/qemu/110", { target: "pve2", online: 1 });
    await untilEnded(simulator, upid);
    const log = await taskLog(simulator, upid);
    expect(log).toContain("auto-increased downtime to continue migration: 200 ms");
    expect(log).toContain("auto-increased downtime to continue migration: 400 ms");
    expect(log.some((line) => line.includes("VM dirties lots of memory: 190.7 MiB/s"))).toBe(true);
    expect(log.at(-1)).toBe("TASK OK");
  });
});

describe("a migration that goes wrong", () => {
  it.each([
    [0, "migration aborted", "pve1"],
    [1, "migration aborted", "pve1"],
    [2, "migration problems", "pve1"],
    [3, "migration problems", "pve2"],
  ])("in phase %i ends as '%s' with the guest on %s", async (phase, exitstatus, node) => {
    const simulator = await startCluster();
    await simulator.post({ do: "migration-fail", phase, vmid: 110 });
    const upid = await move(simulator, "pve1/qemu/110", { target: "pve2", online: 1 });
    await untilEnded(simulator, upid);
    expect(await taskStatus(simulator, upid)).toMatchObject({ exitstatus });
    const row = await guestRow(simulator, 110);
    expect(row.node).toBe(node);
    expect(row).not.toHaveProperty("lock");
    const log = await taskLog(simulator, upid);
    expect(log.at(-1)).toBe(`TASK ERROR: ${exitstatus}`);
    const end =
      phase < 2
        ? /^ERROR: migration aborted \(duration 00:00:0\d\): /
        : /^ERROR: migration finished with problems \(duration /;
    expect(log.at(-2)).toMatch(end);
    const again = await move(simulator, `${node}/qemu/110`, { target: "pve3", online: 1 });
    await untilEnded(simulator, again);
    expect(await taskStatus(simulator, again)).toMatchObject({ exitstatus: "OK" });
  });

  it("stands still while it is stalled, and is cancelled in order", async () => {
    const simulator = await startCluster();
    await simulator.post({ do: "migration-stall", vmid: 110 });
    const upid = await move(simulator, "pve1/qemu/110", { target: "pve2", online: 1 });
    simulator.advance(120);
    expect((await taskLog(simulator, upid)).at(-1)).toMatch(
      /^migration active, transferred 0\.0 B of .*, 0\.0 B\/s$/,
    );
    expect((await stopTask(simulator, upid)).body).toMatchObject({ data: null });
    simulator.advance(2);
    expect(await taskStatus(simulator, upid)).toMatchObject({
      status: "stopped",
      exitstatus: "migration problems",
    });
    expect((await taskLog(simulator, upid)).slice(-5)).toEqual([
      "ERROR: online migrate failure - interrupted by signal",
      "aborting phase 2 - cleanup resources",
      "migrate_cancel",
      expect.stringMatching(/^ERROR: migration finished with problems \(duration 00:02:0\d\)$/),
      "TASK ERROR: migration problems",
    ]);
    expect(await guestRow(simulator, 110)).toMatchObject({ node: "pve1", status: "running" });
  });

  it("fails when the target dies, and leaves the lock when the source does", async () => {
    const simulator = await startCluster();
    const upid = await move(simulator, "pve1/qemu/110", { target: "pve2", online: 1 });
    simulator.advance(8);
    await simulator.post({ do: "node-down", node: "pve2" });
    await untilEnded(simulator, upid);
    expect(await taskStatus(simulator, upid)).toMatchObject({ exitstatus: "migration problems" });
    const other = await move(simulator, "pve1/qemu/110", { target: "pve3", online: 1 });
    simulator.advance(8);
    await simulator.post({ do: "node-down", node: "pve1" });
    simulator.advance(10);
    const tasks = await pveData<Row[]>(simulator, "/cluster/tasks");
    expect(tasks.find((task) => task.upid === other)).toMatchObject({ status: "unexpected status" });
    expect(await guestRow(simulator, 110)).toMatchObject({
      node: "pve1",
      lock: "migrate",
      status: "unknown",
    });
  });

  it.each([
    ["pve2/qemu/103", { target: "pve1", online: 1 }, "can't migrate VM which uses local devices: hostpci0"],
    [
      "pve1/qemu/111",
      { target: "pve2", online: 1 },
      "Problem found while scanning volumes - can't migrate VM - check log",
    ],
  ])("%s tells why", async (path, fields, cause) => {
    const simulator = await startCluster();
    const upid = await move(simulator, path, fields);
    await untilEnded(simulator, upid);
    expect((await taskLog(simulator, upid)).at(-2)).toMatch(/^ERROR: migration aborted/);
    expect((await taskLog(simulator, upid)).at(-2)).toContain(cause);
  });
});

describe("a migration with local disks", () => {
  it("mirrors them, takes the space there and gives it back here", async () => {
    const simulator = await startCluster();
    const upid = await move(simulator, "pve1/qemu/111", { target: "pve2", online: 1, "with-local-disks": 1 });
    const seconds = await untilEnded(simulator, upid);
    expect(seconds).toBeGreaterThan(70);
    const log = await taskLog(simulator, upid);
    expect(log).toEqual(
      expect.arrayContaining([
        "found local disk 'local-lvm:vm-111-disk-0' (attached)",
        "volume 'local-lvm:vm-111-disk-0' is 'local-lvm:vm-111-disk-0' on the target",
        "starting storage migration",
        "drive mirror is starting for drive-scsi0",
        expect.stringMatching(
          /^mirror-scsi0: transferred 8\.0 GiB of 8\.0 GiB \(100\.00%\) in 1m \d+s, ready$/,
        ),
        "all 'mirror' jobs are ready",
        "mirror-scsi0: mirror-job finished",
        "stopping NBD storage migration server on target.",
        "TASK OK",
      ]),
    );
    const used = (simulator.state().storages ?? []).find(({ id }) => id === "local-lvm")?.used;
    expect(used).toEqual({ pve1: 92 * GIB, pve2: 8 * GIB, pve3: 0 });
  });

  it("goes to another storage when told, and PVE 8 names the job after the drive", async () => {
    const simulator = await startCluster({ pve: "8.4" });
    const upid = await move(simulator, "pve1/qemu/111", {
      target: "pve2",
      online: 1,
      "with-local-disks": 1,
      targetstorage: "local-lvm:ceph",
    });
    await untilEnded(simulator, upid);
    const log = await taskLog(simulator, upid);
    expect(log).toContain("volume 'local-lvm:vm-111-disk-0' is 'ceph:vm-111-disk-0' on the target");
    expect(log).toContain("drive-scsi0: mirror-job finished");
    expect(log[0]).toMatch(/^starting migration/);
    const config = await pveData<Row>(simulator, "/nodes/pve2/qemu/111/config");
    expect(String(config.scsi0)).toMatch(/^ceph:vm-111-disk-0,/);
  });

  it("runs out of space in the middle, not before, and cleans up", async () => {
    const simulator = await startCluster();
    await simulator.post({ do: "storage-full", storage: "local-lvm", node: "pve2", fraction: 0.99 });
    const full = 0.99 * 500 * GIB;
    const upid = await move(simulator, "pve1/qemu/111", { target: "pve2", online: 1, "with-local-disks": 1 });
    const seconds = await untilEnded(simulator, upid);
    expect(seconds).toBeGreaterThan(20);
    expect(await taskStatus(simulator, upid)).toMatchObject({ exitstatus: "migration problems" });
    expect((await taskLog(simulator, upid)).join("\n")).toContain(
      "'mirror' has been cancelled (No space left on device)",
    );
    const used = (simulator.state().storages ?? []).find(({ id }) => id === "local-lvm")?.used;
    expect(used).toMatchObject({ pve1: 100 * GIB, pve2: Math.floor(full) });
  });
});
