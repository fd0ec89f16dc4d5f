import { afterEach, describe, expect, it } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { makeCertificate } from "@/lib/simulator/http/certificate";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

const running: TestSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

async function start(overrides: Partial<ScenarioInput> = {}): Promise<TestSimulator> {
  const simulator = await startTestSimulator(smallCluster(overrides), { speed: 0 });
  running.push(simulator);
  return simulator;
}

type Row = Record<string, unknown>;

async function guest(simulator: TestSimulator, vmid: number): Promise<Row | undefined> {
  const guests = await pveData<Row[]>(simulator, "/cluster/resources?type=vm");
  return guests.find((row) => row.vmid === vmid);
}

describe("statistics", () => {
  it("change every ten seconds and not in between", async () => {
    const simulator = await start();
    const first = await guest(simulator, 100);
    simulator.advance(9);
    expect(await guest(simulator, 100)).toEqual(first);
    simulator.advance(1);
    const second = await guest(simulator, 100);
    expect(second?.cpu).not.toBe(first?.cpu);
    expect(second?.uptime).toBe(Number(first?.uptime) + 10);
    expect(Number(second?.netin)).toBeGreaterThan(Number(first?.netin));
  });

  it("come later than configuration, which is there at once", async () => {
    const simulator = await start();
    await simulator.post({ do: "guest-lock", vmid: 100, lock: "backup" });
    expect(await guest(simulator, 100)).toMatchObject({ lock: "backup" });
    await simulator.post({
      do: "guest-create",
      guest: { vmid: 200, node: "pve2", cores: 1, memory: 1024 ** 3 },
    });
    expect(await guest(simulator, 200)).toMatchObject({ status: "unknown" });
    simulator.advance(10);
    expect(await guest(simulator, 200)).toMatchObject({ status: "running", name: "VM 200" });
  });

  it("begin again with a guest's new process", async () => {
    const simulator = await start();
    await simulator.post({ do: "guest-restart", vmid: 103 });
    simulator.advance(40);
    const restarted = await guest(simulator, 103);
    expect(Number(restarted?.uptime)).toBeLessThan(41);
    expect(Number(restarted?.netin)).toBeLessThan(200_000_000);
  });
});

describe("the same seed", () => {
  it("gives the same bytes, call for call", async () => {
    const paths = [
      "/cluster/resources",
      "/nodes/pve1/rrddata?timeframe=day",
      "/nodes/pve1/qemu/100/status/current",
      "/cluster/tasks",
      "/cluster/metrics/export?history=1",
    ];
    const record = async (): Promise<string[]> => {
      const simulator = await start({ events: [{ at: 30, do: "guest-restart", vmid: 103 }] });
      const texts: string[] = [];
      for (const seconds of [10, 60, 3_600]) {
        simulator.advance(seconds);
        for (const path of paths) texts.push((await pveRequest(simulator, path)).text);
      }
      return texts;
    };
    expect(await record()).toEqual(await record());
  });

  it("gives the same bytes for every answer after a whole day in one step and in many", async () => {
    const paths = [
      "/version",
      "/nodes",
      "/cluster/status",
      "/cluster/resources",
      "/cluster/tasks",
      "/cluster/log",
      "/cluster/ha/status/current",
      "/cluster/ha/status/manager_status",
      "/cluster/metrics/export?history=1",
      "/cluster/replication",
      "/cluster/backup",
      "/nodes/pve1/status",
      "/nodes/pve1/qemu",
      "/nodes/pve1/lxc",
      "/nodes/pve1/storage",
      "/nodes/pve1/storage/local-lvm/content",
      "/nodes/pve1/rrddata?timeframe=week",
      "/nodes/pve1/qemu/100/config",
      "/nodes/pve1/qemu/100/migrate",
      "/nodes/pve1/qemu/100/agent/network-get-interfaces",
      "/nodes/pve1/lxc/101/rrddata?timeframe=month&cf=MAX",
      "/nodes/pve1/tasks?source=all",
      "/sim/state",
    ];
    // A new key is another one every time; kept in a file it stays, as the command's option has it.
    const certificate = await makeCertificate("pve1");
    const record = async (steps: readonly number[]): Promise<string[]> => {
      const simulator = await startTestSimulator(
        smallCluster({
          events: [
            { at: 30, every: 900, do: "guest-restart", vmid: 103 },
            { at: 600, do: "manual-migration", vmid: 104, target: "pve1" },
            { at: 4_000, do: "node-down", node: "pve3" },
            { at: 9_000, do: "node-up", node: "pve3" },
          ],
        }),
        { speed: 0, certificate },
      );
      running.push(simulator);
      const texts: string[] = [];
      for (const seconds of steps) {
        simulator.advance(seconds);
        for (const path of paths) texts.push(`${path} ${(await pveRequest(simulator, path)).text}`);
      }
      return texts;
    };
    expect(await record([86_400])).toEqual(await record([86_400]));
    expect(await record([7, 3_593, 82_800])).toEqual(await record([7, 3_593, 82_800]));
  });

  it("and another one do not", async () => {
    const one = await pveRequest(await start(), "/cluster/resources");
    const other = await pveRequest(await start({ seed: 43 }), "/cluster/resources");
    expect(one.text).not.toBe(other.text);
  });
});

describe("tasks", () => {
  it("begin without output, run, and end with TASK OK", async () => {
    const simulator = await start();
    const upid = await pveData<string>(simulator, "/nodes/pve3/qemu/104/status/stop", { method: "POST" });
    const path = `/nodes/pve3/tasks/${encodeURIComponent(upid)}`;
    expect(await pveData(simulator, `${path}/status`)).toMatchObject({
      status: "running",
      type: "qmstop",
      tokenid: "main",
    });
    expect((await pveRequest(simulator, `${path}/log`)).body).toMatchObject({
      data: [{ n: 1, t: "no content" }],
      total: 1,
    });
    const active = await pveData<Row[]>(simulator, "/nodes/pve3/tasks?source=active");
    expect(active).toMatchObject([{ upid, status: "RUNNING" }]);

    simulator.advance(5);
    expect(await pveData(simulator, `${path}/status`)).toMatchObject({ status: "stopped", exitstatus: "OK" });
    expect(await pveData(simulator, `${path}/log`)).toEqual([{ n: 1, t: "TASK OK" }]);
    expect(await pveData(simulator, "/nodes/pve3/qemu/104/status/current")).toMatchObject({
      status: "stopped",
    });
  });

  it("go through HA for a guest that HA manages", async () => {
    const simulator = await start();
    const upid = await pveData<string>(simulator, "/nodes/pve1/qemu/100/status/shutdown", { method: "POST" });
    expect(upid).toContain(":hastop:100:");
    expect(await pveData(simulator, "/nodes/pve1/qemu/100/status/current")).toMatchObject({
      status: "running",
    });
    simulator.advance(30);
    expect(await guest(simulator, 100)).toMatchObject({ status: "stopped", hastate: "stopped" });
    const byRoot = await pveData<Row[]>(
      simulator,
      "/nodes/pve1/tasks?source=all&vmid=100&typefilter=qmshutdown",
    );
    expect(byRoot).toMatchObject([{ user: "root@pam", status: "OK" }]);
  });

  it("are refused with PVE's words", async () => {
    const simulator = await start();
    const start101 = await pveRequest(simulator, "/nodes/pve1/lxc/101/status/start", { method: "POST" });
    expect(start101).toMatchObject({ status: 500, reason: "CT 101 already running" });
    await simulator.post({ do: "guest-lock", vmid: 104, lock: "backup" });
    const locked = await pveRequest(simulator, "/nodes/pve3/qemu/104/status/stop", { method: "POST" });
    expect(locked.reason).toBe("VM is locked (backup)");
    const unknown = await pveRequest(simulator, "/nodes/pve1/tasks/nonsense/status");
    expect(unknown.body?.errors).toEqual({ upid: "unable to parse worker upid" });
  });
});

describe("events of a scenario", () => {
  it("happen at their time, and again when they repeat", async () => {
    const simulator = await start({
      events: [{ at: 20, every: 100, do: "guest-backup", vmid: 103, seconds: 30 }],
    });
    const locks: unknown[] = [];
    for (let step = 0; step < 15; step += 1) {
      locks.push((await guest(simulator, 103))?.lock ?? "-");
      simulator.advance(10);
    }
    expect(locks.join(" ")).toBe("- - backup backup backup - - - - - - - backup backup backup");
  });
});

describe("a jump", () => {
  it("of a month takes no longer than what happens in it", async () => {
    const simulator = await start({
      events: [{ at: 60, every: 600, do: "guest-backup", vmid: 103, seconds: 30 }],
    });
    const before = await guest(simulator, 104);
    const began = process.cpuUsage();
    simulator.advance(30 * 86_400);
    const used = process.cpuUsage(began);
    expect((used.user + used.system) / 1e6).toBeLessThan(3);
    const after = await guest(simulator, 104);
    expect(Number(after?.uptime) - Number(before?.uptime)).toBe(30 * 86_400);
    const grown = Number(after?.netin) - Number(before?.netin);
    const ordinary = (Number(before?.netin) / Number(before?.uptime)) * 30 * 86_400;
    expect(grown / ordinary).toBeGreaterThan(0.8);
    expect(grown / ordinary).toBeLessThan(1.2);
    const metrics = await pveData<{ data: { timestamp: number }[] }>(
      simulator,
      "/cluster/metrics/export?history=1",
    );
    expect(new Set(metrics.data.map(({ timestamp }) => timestamp)).size).toBe(181);
  });
});

describe("/sim/state", () => {
  it("is a scenario of its own", async () => {
    const simulator = await start();
    await simulator.post({ do: "manual-migration", vmid: 104, target: "pve1" });
    simulator.advance(60);
    const { body } = await pveRequest(simulator, "/sim/state");
    const copy = await startTestSimulator(JSON.stringify(body), { speed: 0 });
    running.push(copy);
    expect(await guest(copy, 104)).toMatchObject({ node: "pve1", status: "running" });
  });
});
