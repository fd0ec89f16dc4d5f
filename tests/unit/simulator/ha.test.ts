import { afterEach, describe, expect, it } from "vitest";
import { pveData } from "../../support/pve-request";
import type { TestSimulator } from "../../support/simulator";
import {
  guestRow,
  move,
  type Row,
  send,
  startCluster,
  stopAll,
  taskLog,
  tasksOf,
  untilEnded,
} from "./migration-support";

const GIB = 1024 ** 3;
afterEach(stopAll);

const ha = { state: "started" };
const services = [
  { vmid: 100, node: "pve1", cores: 2, memory: 4 * GIB, memoryUsed: GIB, ha },
  { vmid: 101, node: "pve2", cores: 2, memory: 4 * GIB, memoryUsed: GIB, ha },
  { vmid: 102, node: "pve1", cores: 2, memory: 4 * GIB, memoryUsed: GIB, ha },
  {
    vmid: 103,
    type: "lxc" as const,
    node: "pve1",
    cores: 2,
    memory: GIB,
    memoryUsed: GIB / 2,
    ha,
    disks: [{ key: "rootfs", storage: "ceph", size: GIB }],
  },
];
const start = (overrides = {}): Promise<TestSimulator> =>
  startCluster({ guests: services, rules: [], ...overrides });

async function until(simulator: TestSimulator, holds: () => Promise<boolean>, limit = 300): Promise<number> {
  for (let seconds = 0; seconds <= limit; seconds += 1) {
    if (await holds()) return seconds;
    simulator.advance(1);
  }
  throw new Error(`Not within ${limit} s`);
}

describe("a guest in HA's hands", () => {
  it("is queued at once and moved 10 to 20 s later, by root", async () => {
    const simulator = await start();
    const upid = await move(simulator, "pve1/qemu/100", { target: "pve3", online: 1 });
    expect(upid).toContain(":hamigrate:100:");
    expect(await untilEnded(simulator, upid)).toBeLessThanOrEqual(1);
    expect(await taskLog(simulator, upid)).toEqual([
      "Requesting HA migration for VM 100 to node pve3",
      "TASK OK",
    ]);
    const waited = await until(simulator, async () => (await tasksOf(simulator, "qmigrate")).length > 0);
    expect(waited).toBeGreaterThanOrEqual(8);
    expect(waited).toBeLessThanOrEqual(20);
    expect(await guestRow(simulator, 100)).toMatchObject({ hastate: "migrate" });
    const task = (await tasksOf(simulator, "qmigrate"))[0];
    expect(task).toMatchObject({ user: "root@pam", id: "100" });
    await untilEnded(simulator, task?.upid ?? "");
    expect((await taskLog(simulator, task?.upid ?? ""))[0]).toBe("task started by HA resource agent");
    simulator.advance(2);
    expect(await guestRow(simulator, 100)).toMatchObject({ node: "pve3", hastate: "started" });
  });

  it("is shut down, moved and started again when it is a container", async () => {
    const simulator = await start();
    await move(simulator, "pve1/lxc/103", { target: "pve2" });
    await until(simulator, async () => {
      const row = await guestRow(simulator, 103);
      return row.node === "pve2" && row.status === "running" && row.hastate === "started";
    });
    for (const type of ["vzshutdown", "vzmigrate", "vzstart"]) {
      expect((await tasksOf(simulator, type)).map(({ user }) => user)).toEqual(["root@pam"]);
    }
  });

  it("stays where it was when its migration fails", async () => {
    const simulator = await start();
    await simulator.post({ do: "migration-fail", phase: 2, vmid: 100 });
    await move(simulator, "pve1/qemu/100", { target: "pve3", online: 1 });
    simulator.advance(90);
    expect((await tasksOf(simulator, "qmigrate")).map(({ status }) => status)).toEqual([
      "migration problems",
    ]);
    expect(await guestRow(simulator, 100)).toMatchObject({
      node: "pve1",
      hastate: "started",
      status: "running",
    });
  });
});

describe("rules", () => {
  const rules = [
    { id: "apart", kind: "anti-affinity" as const, guests: [100, 101] },
    { id: "near", kind: "affinity" as const, guests: [100, 102] },
  ];

  it("block a move, in the precondition, in the task and at HA's own door", async () => {
    const simulator = await start({ rules });
    const facts = await pveData<Row>(simulator, "/nodes/pve1/qemu/100/migrate");
    expect(facts).toMatchObject({
      allowed_nodes: ["pve3"],
      not_allowed_nodes: {
        pve2: { "blocking-ha-resources": [{ sid: "vm:101", cause: "resource-affinity" }] },
        pve3: {},
      },
      "dependent-ha-resources": ["vm:102"],
    });
    const upid = await move(simulator, "pve1/qemu/100", { target: "pve2", online: 1 });
    await untilEnded(simulator, upid);
    expect(await taskLog(simulator, upid)).toEqual([
      "Requesting HA migration for VM 100 to node pve2",
      "cannot migrate resource 'vm:100' to node 'pve2':",
      "- resource 'vm:101' on target node 'pve2' in negative affinity with resource 'vm:100'",
      "TASK ERROR: command 'ha-manager migrate vm:100 pve2' failed: exit code 255",
    ]);
    const answer = await send(simulator, "POST", "/cluster/ha/resources/vm:100/migrate", { node: "pve2" });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        data: {
          "requested-node": "pve2",
          "blocking-resources": [{ sid: "vm:101", cause: "resource-affinity" }],
        },
      },
    });
    simulator.advance(60);
    expect(await guestRow(simulator, 100)).toMatchObject({ node: "pve1" });
  });

  it("take along those that must stay together", async () => {
    const simulator = await start({ rules });
    const answer = await send(simulator, "POST", "/cluster/ha/resources/vm:100/migrate", { node: "pve3" });
    expect(answer.body?.data).toMatchObject({ "comigrated-resources": ["vm:102"] });
    simulator.advance(120);
    expect(await guestRow(simulator, 100)).toMatchObject({ node: "pve3" });
    expect(await guestRow(simulator, 102)).toMatchObject({ node: "pve3" });
  });

  it("can be made, changed and taken away, but not impossible ones", async () => {
    const simulator = await start();
    const post = (fields: Record<string, string>) => send(simulator, "POST", "/cluster/ha/rules", fields);
    expect(
      await post({
        rule: "home",
        type: "node-affinity",
        resources: "vm:100",
        nodes: "pve1:2,pve2",
        strict: "1",
      }),
    ).toMatchObject({ status: 200 });
    expect(await pveData(simulator, "/cluster/ha/rules/home")).toMatchObject({
      nodes: "pve1:2,pve2",
      strict: 1,
      order: 1,
    });
    expect(
      (await post({ rule: "home", type: "node-affinity", resources: "vm:101", nodes: "pve1" })).reason,
    ).toBe("create ha rule failed: HA rule 'home' already defined");
    const four = await post({
      rule: "four",
      type: "resource-affinity",
      affinity: "negative",
      resources: "vm:100,vm:101,vm:102,ct:103",
    });
    expect(four.body?.message).toBe(
      "create ha rule failed: 400 Rule 'four' is invalid.\nresources: rule defines more resources than available nodes\n",
    );
    expect((await post({ rule: "x1", type: "resource-affinity", resources: "vm:100,vm:101" })).status).toBe(
      400,
    );
    await send(simulator, "PUT", "/cluster/ha/rules/home", { type: "node-affinity", nodes: "pve2" });
    simulator.advance(90);
    expect(await guestRow(simulator, 100)).toMatchObject({ node: "pve2" });
    expect((await send(simulator, "DELETE", "/cluster/ha/rules/home")).status).toBe(200);
    expect(await pveData(simulator, "/cluster/ha/rules")).toEqual([]);
    expect((await send(simulator, "GET", "/cluster/ha/groups")).reason).toBe(
      "cannot index groups: ha groups have been migrated to rules",
    );
  });

  it("are groups in PVE 8", async () => {
    const simulator = await start({ pve: "8.4" });
    await send(simulator, "POST", "/cluster/ha/groups", { group: "east", nodes: "pve2,pve3", restricted: 1 });
    expect((await send(simulator, "PUT", "/cluster/ha/resources/vm:100", { group: "east" })).status).toBe(
      200,
    );
    expect(await pveData(simulator, "/cluster/ha/resources/vm:100")).toMatchObject({ group: "east" });
    simulator.advance(90);
    expect((await guestRow(simulator, 100)).node).not.toBe("pve1");
    expect(
      (await send(simulator, "POST", "/cluster/ha/resources/vm:100/migrate", { node: "pve3" })).body,
    ).toEqual({ data: null });
    expect((await send(simulator, "DELETE", "/cluster/ha/groups/east")).status).toBe(500);
    expect((await send(simulator, "GET", "/cluster/ha/rules")).status).toBe(501);
  });
});

describe("HA's manager", () => {
  it("takes guests in and lets them go", async () => {
    const simulator = await startCluster();
    expect((await send(simulator, "POST", "/cluster/ha/resources", { sid: "vm:102" })).status).toBe(200);
    expect(await guestRow(simulator, 102)).toMatchObject({ hastate: "started", status: "stopped" });
    await until(simulator, async () => (await guestRow(simulator, 102)).status === "running", 40);
    expect((await send(simulator, "POST", "/cluster/ha/resources", { sid: "102" })).reason).toBe(
      "resource ID 'vm:102' already defined",
    );
    await send(simulator, "PUT", "/cluster/ha/resources/vm:102", { state: "stopped" });
    await until(simulator, async () => (await guestRow(simulator, 102)).status === "stopped", 40);
    expect((await send(simulator, "DELETE", "/cluster/ha/resources/vm:102")).status).toBe(200);
    expect(await guestRow(simulator, 102)).not.toHaveProperty("hastate");
  });

  it("empties a node in maintenance of its services only, and brings them back", async () => {
    const simulator = await start({
      guests: [...services, { vmid: 200, node: "pve1", cores: 1, memory: GIB }],
    });
    await simulator.post({ do: "node-maintenance", node: "pve1" });
    simulator.advance(120);
    const places = async (): Promise<unknown[]> =>
      await Promise.all([100, 102, 103, 200].map(async (vmid) => (await guestRow(simulator, vmid)).node));
    expect((await places()).slice(0, 3)).not.toContain("pve1");
    expect((await places())[3]).toBe("pve1");
    const nodes = await pveData<Row[]>(simulator, "/cluster/resources?type=node");
    expect(nodes.find((row) => row.node === "pve1")).toMatchObject({ hastate: "maintenance" });
    await simulator.post({ do: "node-maintenance", node: "pve1", enabled: false });
    simulator.advance(120);
    expect(await places()).toEqual(["pve1", "pve1", "pve1", "pve1"]);
  });

  it("fences a dead node and recovers its services after two minutes", async () => {
    const simulator = await start();
    await simulator.post({ do: "node-down", node: "pve1" });
    simulator.advance(85);
    expect(await guestRow(simulator, 100)).toMatchObject({ node: "pve1", hastate: "fence" });
    const waited = await until(simulator, async () => (await guestRow(simulator, 100)).node !== "pve1");
    expect(85 + waited).toBeGreaterThan(105);
    expect(85 + waited).toBeLessThan(135);
    simulator.advance(30);
    expect(await guestRow(simulator, 100)).toMatchObject({ status: "running", hastate: "started" });
  });

  it("does nothing without a quorum, and neither do writes", async () => {
    const simulator = await start();
    await simulator.post({ do: "quorum-lost" });
    for (const [method, path, fields] of [
      ["POST", "/nodes/pve1/qemu/100/migrate", { target: "pve2", online: 1 }],
      ["GET", "/nodes/pve1/qemu/100/migrate", {}],
    ] as const) {
      expect((await send(simulator, method, path, fields)).reason).toBe("cluster not ready - no quorum?");
    }
    const write = await send(simulator, "POST", "/cluster/ha/resources", { sid: "ct:103" });
    expect(write.reason).toMatch(/error: no quorum!$/);
  });
});

describe("PVE 9.2's own balancer", () => {
  const heavy = [1, 2, 3, 4].map((index) => ({
    vmid: 300 + index,
    node: "pve1",
    cores: 4,
    memory: 12 * GIB,
    memoryUsed: 12 * GIB,
    cpuUsed: 3,
    ha,
  }));
  const crs = { ha: "dynamic", "ha-auto-rebalance": 1 };

  it("moves one service at a time until the load is even, and none without being told", async () => {
    const quiet = await startCluster({ pve: "9.2", guests: heavy, rules: [] });
    quiet.advance(300);
    expect(await tasksOf(quiet, "qmigrate")).toEqual([]);

    const simulator = await startCluster({ pve: "9.2", guests: heavy, rules: [], options: { crs } });
    let most = 0;
    for (let step = 0; step < 200; step += 1) {
      simulator.advance(5);
      const running = (await tasksOf(simulator, "qmigrate")).filter(({ status }) => status === undefined);
      most = Math.max(most, running.length);
    }
    expect(most).toBe(1);
    const homes = await Promise.all(heavy.map(async ({ vmid }) => (await guestRow(simulator, vmid)).node));
    expect(new Set(homes).size).toBeGreaterThanOrEqual(2);
    const moves = (await tasksOf(simulator, "qmigrate")).length;
    simulator.advance(600);
    expect((await tasksOf(simulator, "qmigrate")).length).toBe(moves);
  });

  it("does not exist before 9.2", async () => {
    const simulator = await startCluster({ pve: "9.1", guests: heavy, rules: [], options: { crs } });
    simulator.advance(300);
    expect(await tasksOf(simulator, "qmigrate")).toEqual([]);
  });
});
