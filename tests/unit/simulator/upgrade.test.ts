import { afterEach, describe, expect, it } from "vitest";
import { pveData, pveRequest } from "../../support/pve-request";
import type { TestSimulator } from "../../support/simulator";
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

async function node(simulator: TestSimulator, name: string): Promise<Row> {
  return await pveData<Row>(simulator, `/nodes/${name}/version`);
}

describe("a cluster in the middle of an upgrade", () => {
  it("answers for each node as its own release does", async () => {
    const simulator = await startCluster({ pve: "8.4" });
    await simulator.post({ do: "upgrade-node", node: "pve1", pve: "9.1" });
    simulator.advance(10);
    expect((await node(simulator, "pve1")).release).toBe("9.1");
    expect((await node(simulator, "pve2")).release).toBe("8.4");
    const rows = await pveData<Row[]>(simulator, "/cluster/resources");
    expect(rows.find(({ id }) => id === "qemu/110")).toHaveProperty("memhost");
    expect(rows.find(({ id }) => id === "qemu/103")).not.toHaveProperty("memhost");
    expect(rows.find(({ id }) => id === "network/pve1/zone/localnetwork")).toBeDefined();
    expect(rows.find(({ id }) => id === "sdn/pve2/localnetwork")).toBeDefined();
  });

  it("takes a parameter where it is known and refuses it where it is not", async () => {
    const simulator = await startCluster({ pve: "8.4" });
    await simulator.post({ do: "upgrade-node", node: "pve1", pve: "9.1" });
    const fields = { target: "pve3", online: 1, "with-conntrack-state": 1 };
    expect((await send(simulator, "POST", "/nodes/pve1/qemu/110/migrate", fields)).status).toBe(200);
    const refused = await send(simulator, "POST", "/nodes/pve2/qemu/103/migrate", fields);
    expect(refused.status).toBe(400);
    expect(refused.body?.errors).toHaveProperty("with-conntrack-state");
  });

  it("keeps to HA's groups until the last node is new", async () => {
    const simulator = await startCluster({ pve: "8.4" });
    for (const name of ["pve1", "pve2"]) await simulator.post({ do: "upgrade-node", node: name, pve: "9.1" });
    expect((await pveRequest(simulator, "/cluster/ha/groups")).status).toBe(200);
    await simulator.post({ do: "upgrade-node", node: "pve3", pve: "9.1" });
    const answer = await pveRequest(simulator, "/cluster/ha/groups");
    expect(answer.reason).toBe("cannot index groups: ha groups have been migrated to rules");
  });

  it("does not move a VM that was started on a newer node to an older one", async () => {
    const simulator = await startCluster({ pve: "8.4" });
    await simulator.post({ do: "upgrade-node", node: "pve1", pve: "9.1" });
    const before = await move(simulator, "pve1/qemu/110", { target: "pve3", online: 1 });
    await untilEnded(simulator, before);
    expect(await guestRow(simulator, 110)).toMatchObject({ node: "pve3" });

    await simulator.post({ do: "guest-restart", vmid: 112 });
    simulator.advance(30);
    const upid = await move(simulator, "pve1/qemu/112", { target: "pve3", online: 1 });
    await untilEnded(simulator, upid);
    expect(await taskStatus(simulator, upid)).toMatchObject({ exitstatus: "migration problems" });
    expect((await taskLog(simulator, upid)).join("\n")).toContain(
      "[pve3] Installed QEMU version '9.2.0' is too old to run machine type 'pc-i440fx-10.1+pve0', please upgrade node 'pve3'",
    );
    expect(await guestRow(simulator, 112)).toMatchObject({ node: "pve1", status: "running" });
  });

  it("restarts a node that is told to", async () => {
    const simulator = await startCluster({ pve: "9.1" });
    await simulator.post({ do: "upgrade-node", node: "pve3", pve: "9.2", reboot: 180 });
    simulator.advance(20);
    const offline = await pveData<Row[]>(simulator, "/nodes");
    expect(offline.find((row) => row.node === "pve3")).toMatchObject({ status: "offline" });
    simulator.advance(180);
    expect(await node(simulator, "pve3")).toMatchObject({ release: "9.2" });
    const status = await pveData<Row>(simulator, "/nodes/pve3/status");
    expect(Number(status.uptime)).toBeLessThan(60);
    expect(status.pveversion).toContain("pve-manager/9.2.");
  });

  it("begins as the scenario says, node by node", async () => {
    const GIB = 1024 ** 3;
    const simulator = await startCluster({
      pve: "9.1",
      nodes: [
        { name: "pve1", cores: 16, memory: 64 * GIB },
        { name: "pve2", cores: 16, memory: 64 * GIB },
        { name: "pve3", cores: 16, memory: 64 * GIB, pve: "8.4" },
      ],
    });
    expect((await node(simulator, "pve3")).release).toBe("8.4");
    expect(simulator.state().nodes.map((one) => one.pve)).toEqual([undefined, undefined, "8.4"]);
  });
});
