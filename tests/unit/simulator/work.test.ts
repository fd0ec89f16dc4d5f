import { afterEach, describe, expect, it } from "vitest";
import { pveData } from "../../support/pve-request";
import {
  guestRow,
  move,
  type Row,
  send,
  startCluster,
  stopAll,
  taskLog,
  taskStatus,
  untilEnded,
} from "./migration-support";

afterEach(stopAll);

const admin = {
  access: {
    tokens: [
      {
        id: "admin@pve!all",
        secret: "44444444-4444-4444-8444-444444444444",
        acl: [{ role: "Administrator" }],
      },
    ],
  },
};
const GIB = 1024 ** 3;

describe("a container", () => {
  it("is shut down, moved and started on the target", async () => {
    const simulator = await startCluster();
    const upid = await move(simulator, "pve1/lxc/120", { target: "pve2", restart: 1 });
    await untilEnded(simulator, upid);
    const log = await taskLog(simulator, upid);
    expect(log.map((line) => line.slice(0, 40))).toEqual([
      "shutdown CT 120",
      "starting migration of CT 120 to node 'pv",
      "volume 'ceph:vm-120-disk-0' is on shared",
      "start final cleanup",
      "start container on target node",
      "# /usr/bin/ssh -e none -o 'BatchMode=yes",
      "migration finished successfully (duratio",
      "TASK OK",
    ]);
    simulator.advance(10);
    expect(await guestRow(simulator, 120)).toMatchObject({ node: "pve2", status: "running" });
  });

  it("with a bind mount, or locked, stays", async () => {
    const simulator = await startCluster();
    const bind = await move(simulator, "pve1/lxc/121", { target: "pve2", restart: 1 });
    await untilEnded(simulator, bind);
    expect((await taskLog(simulator, bind))[0]).toBe(
      "ERROR: migration aborted (duration 00:00:00): cannot migrate local bind mount point 'mp0'",
    );
    await simulator.post({ do: "guest-lock", vmid: 120, lock: "backup" });
    const locked = await move(simulator, "pve1/lxc/120", { target: "pve2", restart: 1 });
    await untilEnded(simulator, locked);
    expect((await taskLog(simulator, locked))[0]).toBe(
      "ERROR: migration aborted (duration 00:00:00): CT is locked (backup)",
    );
    expect(await guestRow(simulator, 120)).toMatchObject({ node: "pve1", lock: "backup", status: "running" });
  });

  it("has a precondition only since 9, with hyphens", async () => {
    const old = await startCluster({ pve: "8.4" });
    expect((await send(old, "GET", "/nodes/pve1/lxc/120/migrate")).status).toBe(501);
    const simulator = await startCluster();
    expect(await pveData(simulator, "/nodes/pve1/lxc/120/migrate")).toEqual({
      running: 1,
      "allowed-nodes": ["pve2", "pve3"],
      "not-allowed-nodes": {},
      "dependent-ha-resources": [],
    });
  });
});

describe("a migration is refused", () => {
  it.each([
    ["qemu/110", { target: "pve1", online: 1 }, 400, "target is local node."],
    ["qemu/110", { target: "pve9", online: 1 }, 500, "no such cluster node 'pve9'"],
    ["qemu/110", { target: "pve2" }, 500, "can't migrate running VM without --online"],
    [
      "qemu/110",
      { target: "pve2", online: 1, migration_type: "insecure" },
      400,
      "Only root may use this option.",
    ],
    ["qemu/110", { target: "pve2", online: 1, nix: 1 }, 400, "property is not defined in schema"],
    ["lxc/120", { target: "pve2" }, 500, "can't migrate running container without --online or --restart"],
    ["lxc/120", { target: "pve2", online: 1 }, 500, "lxc live migration is currently not implemented"],
  ])("%s %o at once with %i %s", async (path, fields, status, text) => {
    const simulator = await startCluster();
    const answer = await send(
      simulator,
      "POST",
      `/nodes/pve1/${path}/migrate`,
      fields as Record<string, string>,
    );
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });
});

describe("work on guests", () => {
  it("takes, rolls back and removes snapshots under their locks", async () => {
    const simulator = await startCluster(admin);
    const path = "/nodes/pve1/qemu/110/snapshot";
    const task = async (method: string, url: string, fields = {}): Promise<Row> => {
      const upid = (await send(simulator, method, url, fields)).body?.data as string;
      const { lock } = await guestRow(simulator, 110);
      simulator.advance(1);
      const locked = (await guestRow(simulator, 110)).lock ?? lock;
      await untilEnded(simulator, upid);
      return { ...(await taskStatus(simulator, upid)), locked };
    };
    expect(await task("POST", path, { snapname: "one" })).toMatchObject({
      type: "qmsnapshot",
      exitstatus: "OK",
      locked: "snapshot",
    });
    const rows = await pveData<Row[]>(simulator, path);
    expect(rows.map(({ name, parent }) => [name, parent])).toEqual([
      ["one", undefined],
      ["current", "one"],
    ]);
    expect(await task("POST", `${path}/one/rollback`)).toMatchObject({
      type: "qmrollback",
      locked: "rollback",
    });
    expect(await task("DELETE", `${path}/one`)).toMatchObject({
      type: "qmdelsnapshot",
      locked: "snapshot-delete",
    });
    expect((await send(simulator, "DELETE", `${path}/one`)).reason).toBe("snapshot 'one' does not exist");
  });

  it("backs up under a lock, and the storage then holds the backup", async () => {
    const simulator = await startCluster({
      ...admin,
      storages: [
        { id: "ceph", type: "rbd", total: 1000 * GIB, used: 0 },
        { id: "vault", type: "nfs", content: ["backup", "iso"], total: 1000 * GIB },
      ],
    });
    const upid = (await send(simulator, "POST", "/nodes/pve1/vzdump", { vmid: "110", storage: "vault" })).body
      ?.data as string;
    simulator.advance(5);
    expect(await guestRow(simulator, 110)).toMatchObject({ lock: "backup" });
    const refused = await send(simulator, "POST", "/nodes/pve1/qemu/110/migrate", {
      target: "pve2",
      online: 1,
    });
    expect(refused.reason).toBe("VM is locked (backup)");
    await untilEnded(simulator, upid);
    const content = await pveData<Row[]>(simulator, "/nodes/pve2/storage/vault/content?content=backup");
    expect(content).toMatchObject([
      { vmid: 110, volid: expect.stringMatching(/^vault:backup\/vzdump-qemu-110-2026_01_05-|_/) },
    ]);
    expect((await pveData<Row[]>(simulator, "/nodes/pve2/storage/vault/content?content=iso")).length).toBe(2);
  });

  it("is done in bulk, some at a time", async () => {
    const simulator = await startCluster();
    const upid = (
      await send(simulator, "POST", "/nodes/pve1/migrateall", {
        target: "pve2",
        vms: "110,112",
        "max-workers": 1,
      })
    ).body?.data as string;
    await untilEnded(simulator, upid);
    expect(await taskStatus(simulator, upid)).toMatchObject({ type: "migrateall", exitstatus: "OK" });
    expect((await guestRow(simulator, 110)).node).toBe("pve2");
    expect((await guestRow(simulator, 112)).node).toBe("pve2");
  });
});

describe("datacenter options", () => {
  it("are written as property strings, read as objects, and checked by release", async () => {
    const simulator = await startCluster({ pve: "9.1" });
    const put = (fields: Record<string, string>) => send(simulator, "PUT", "/cluster/options", fields);
    expect((await put({ crs: "ha=static,ha-rebalance-on-start=1", bwlimit: "migration=1024" })).status).toBe(
      200,
    );
    expect(await pveData(simulator, "/cluster/options")).toMatchObject({
      crs: { ha: "static", "ha-rebalance-on-start": 1 },
      bwlimit: { migration: 1024 },
    });
    expect((await put({ crs: "ha=dynamic" })).body?.errors).toHaveProperty("crs");
    expect((await put({ delete: "bwlimit" })).status).toBe(200);
    expect(await pveData(simulator, "/cluster/options")).not.toHaveProperty("bwlimit");
  });
});
