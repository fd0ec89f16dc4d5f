import { afterEach, describe, expect, it } from "vitest";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

const running: TestSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

async function start(pve: "8.4" | "9.0" | "9.1" | "9.2" = "9.1"): Promise<TestSimulator> {
  const simulator = await startTestSimulator(smallCluster({ pve }), { speed: 0 });
  running.push(simulator);
  return simulator;
}

type Row = Record<string, unknown>;
const resource = async (simulator: TestSimulator, id: string): Promise<Row | undefined> =>
  (await pveData<Row[]>(simulator, "/cluster/resources")).find((row) => row.id === id);

describe("a dead node", () => {
  it("is seen after the next statistics, its guests unknown, its calls 595", async () => {
    const simulator = await start();
    await simulator.post({ do: "node-down", node: "pve2" });
    expect(await resource(simulator, "node/pve2")).toMatchObject({ status: "online" });
    simulator.advance(10);
    expect(await resource(simulator, "node/pve2")).toMatchObject({ status: "offline", maxcpu: 16 });
    expect(await resource(simulator, "node/pve2")).not.toHaveProperty("cpu");
    const guest = await resource(simulator, "qemu/103");
    expect(guest).toMatchObject({ status: "unknown", node: "pve2" });
    expect(guest).not.toHaveProperty("name");
    expect(await resource(simulator, "storage/pve2/local-lvm")).toMatchObject({ status: "unknown" });

    const proxied = await pveRequest(simulator, "/nodes/pve2/status");
    expect(proxied).toMatchObject({ status: 595, reason: "Connection timed out", text: "" });
    expect((await pveRequest(simulator, "/nodes/pve2/status")).reason).toBe("No route to host");
    expect((await pveRequest(simulator, "/nodes/pve2/rrddata?timeframe=hour")).status).toBe(200);
    const status = await pveData<Row[]>(simulator, "/cluster/status");
    expect(status.find((row) => row.name === "pve2")).toMatchObject({ online: 0 });
    expect(status.find((row) => row.type === "cluster")).toMatchObject({ quorate: 1 });
  });

  it("comes back with a short uptime and only those guests that start by themselves", async () => {
    const simulator = await start();
    await simulator.post({ do: "node-down", node: "pve1" });
    simulator.advance(60);
    await simulator.post({ do: "node-up", node: "pve1" });
    simulator.advance(20);
    expect((await resource(simulator, "node/pve1"))?.uptime).toBeLessThan(30);
    expect(await resource(simulator, "qemu/100")).toMatchObject({ status: "running" });
    expect(await resource(simulator, "lxc/101")).toMatchObject({ status: "stopped" });
  });

  it("takes its running tasks with it, and nothing can be done there", async () => {
    const simulator = await start();
    const upid = await pveData<string>(simulator, "/nodes/pve2/qemu/102/status/start", { method: "POST" });
    await simulator.post({ do: "node-down", node: "pve2" });
    await expect(simulator.post({ do: "guest-stop", vmid: 103 })).rejects.toThrow("Node pve2 is down.");
    simulator.advance(30);
    const tasks = await pveData<Row[]>(simulator, "/cluster/tasks");
    expect(tasks.find((task) => task.upid === upid)).toMatchObject({ status: "unexpected status" });
    await simulator.post({ do: "node-up", node: "pve2" });
    simulator.advance(10);
    expect(await resource(simulator, "qemu/102")).toMatchObject({ status: "stopped" });
  });

  it("takes the quorum with it when it is one too many", async () => {
    const simulator = await start();
    await simulator.post({ do: "node-down", node: "pve2" });
    await simulator.post({ do: "node-down", node: "pve3" });
    simulator.advance(10);
    const write = await pveRequest(simulator, "/nodes/pve1/lxc/101/status/stop", { method: "POST" });
    expect(write).toMatchObject({ status: 500, reason: "cluster not ready - no quorum?" });
  });
});

describe("faults of the API", () => {
  it("meet the calls they are meant for, as often as they should", async () => {
    const simulator = await start();
    await simulator.post({
      do: "api-error",
      path: "/cluster/resources",
      times: 1,
      status: 500,
      message: "got timeout",
    });
    await simulator.post({ do: "api-garbage", node: "pve2", kind: "html" });
    expect((await pveRequest(simulator, "/version")).status).toBe(200);
    expect(await pveRequest(simulator, "/cluster/resources")).toMatchObject({
      status: 500,
      reason: "got timeout",
    });
    expect((await pveRequest(simulator, "/cluster/resources")).status).toBe(200);
    const garbage = await pveRequest(simulator, "/nodes/pve2/status");
    expect(garbage.headers["content-type"]).toContain("text/html");
    await simulator.post({ do: "faults-clear" });
    expect((await pveRequest(simulator, "/nodes/pve2/status")).body).not.toBeNull();
  });

  it("end after their seconds", async () => {
    const simulator = await start();
    await simulator.post({ do: "api-error", seconds: 30 });
    expect((await pveRequest(simulator, "/version")).status).toBe(500);
    simulator.advance(31);
    expect((await pveRequest(simulator, "/version")).status).toBe(200);
  });

  it("can leave a call without an answer until the simulator stops", async () => {
    const simulator = await start();
    await simulator.post({ do: "hang", path: "/version" });
    const hanging = pveRequest(simulator, "/version").then(
      () => "answered",
      () => "cut off",
    );
    await expect.poll(() => simulator.calls().total).toBe(1);
    await simulator.stop();
    running.splice(0);
    expect(await hanging).toBe("cut off");
  });

  it("can revoke a token and give it back", async () => {
    const simulator = await start();
    await simulator.post({ do: "token-revoked" });
    const refused = await pveRequest(simulator, "/version");
    expect(refused).toMatchObject({ status: 401, reason: "no such token 'main' for user 'evenkeel@pve'" });
    await simulator.post({ do: "token-restored" });
    expect((await pveRequest(simulator, "/version")).status).toBe(200);
  });

  it("can show another certificate", async () => {
    const simulator = await start();
    await simulator.post({ do: "cert-rotated" });
    expect(simulator.currentFingerprint()).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(simulator.currentFingerprint()).not.toBe(simulator.fingerprint);
    const [certificate] = await pveData<Row[]>(simulator, "/nodes/pve1/certificates/info");
    expect(certificate?.fingerprint).toBe(simulator.currentFingerprint());
  });

  it("can fill a storage, lose the quorum and put the clock wrong", async () => {
    const simulator = await start();
    await simulator.post({ do: "storage-full", storage: "local-lvm", node: "pve1" });
    const full = await resource(simulator, "storage/pve1/local-lvm");
    expect(full?.disk).toBe(full?.maxdisk);
    expect((await resource(simulator, "storage/pve2/local-lvm"))?.disk).toBe(0);

    await simulator.post({ do: "quorum-lost" });
    expect(await pveData<Row[]>(simulator, "/cluster/status")).toContainEqual(
      expect.objectContaining({ type: "cluster", quorate: 0 }),
    );
    await simulator.post({ do: "quorum-regained" });

    const before = await pveData<Row[]>(simulator, "/nodes/pve1/rrddata?timeframe=hour");
    await simulator.post({ do: "clock-skew", seconds: 3_600 });
    const answer = await pveRequest(simulator, "/nodes/pve1/rrddata?timeframe=hour");
    const after = answer.body?.data as Row[] | undefined;
    expect(Number(after?.[0]?.time) - Number(before[0]?.time)).toBe(3_600);
    expect(answer.headers.date).toBe("Mon, 05 Jan 2026 09:00:00 GMT");
  });

  it("are refused with a sentence when they cannot be", async () => {
    const simulator = await start();
    const post = (body: string, type = "application/json") =>
      pveRequest(simulator, "/sim/events", { method: "POST", body, headers: { "Content-Type": type } });
    expect(JSON.parse((await post('{"do":"node-down","node":"pve9"}')).text)).toEqual({
      error: 'There is no node "pve9".',
    });
    expect((await post('{"do":"migration-fail","phase":7}')).status).toBe(400);
    expect((await post('{"do":"dance"}')).text).toContain("not known");
    expect((await post("no json")).status).toBe(400);
    expect((await post('{"do":"faults-clear"}', "text/plain")).status).toBe(415);
    expect((await pveRequest(simulator, "/sim/nix")).status).toBe(404);
  });
});

describe("releases", () => {
  it("differ where PVE's do", async () => {
    const eight = await start("8.4");
    const nine = await start("9.2");
    expect(await pveData(eight, "/version")).toMatchObject({ release: "8.4" });
    expect(await resource(eight, "sdn/pve1/localnetwork")).toMatchObject({ type: "sdn" });
    expect(await resource(nine, "network/pve1/zone/localnetwork")).toMatchObject({ type: "network" });
    expect(await resource(eight, "qemu/100")).not.toHaveProperty("memhost");
    expect((await resource(nine, "qemu/100"))?.memhost).toBeGreaterThan(6 * 1024 ** 3);
    expect((await pveRequest(eight, "/cluster/ha/rules")).status).toBe(501);
    expect(await pveData(eight, "/cluster/ha/groups")).toMatchObject([
      { group: "db-home", nodes: "pve1,pve2" },
    ]);
    expect((await pveRequest(nine, "/cluster/ha/groups")).reason).toContain("migrated to rules");
    expect(await pveData(nine, "/cluster/ha/rules")).toMatchObject([
      { rule: "db-home", resources: "vm:100" },
    ]);
    expect((await pveRequest(eight, "/cluster/metrics/export?node-list=pve1")).status).toBe(400);
  });

  it("can change while the cluster runs", async () => {
    const simulator = await start("8.4");
    await simulator.post({ do: "pve-upgrade", pve: "9.1" });
    expect(await pveData(simulator, "/version")).toMatchObject({ release: "9.1" });
    expect(await resource(simulator, "qemu/100")).toHaveProperty("memhost");
  });
});
