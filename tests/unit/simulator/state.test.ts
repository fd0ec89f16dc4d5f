import { afterEach, describe, expect, it } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { guestRow, type Row, send, startCluster, stopAll } from "./migration-support";

const copies: TestSimulator[] = [];
afterEach(async () => {
  await Promise.all(copies.splice(0).map((copy) => copy.stop()));
  await stopAll();
});

async function copyOf(simulator: TestSimulator): Promise<TestSimulator> {
  const { body } = await pveRequest(simulator, "/sim/state");
  const copy = await startTestSimulator(JSON.stringify(body), { speed: 0 });
  copies.push(copy);
  return copy;
}

describe("a state that is fed back in", () => {
  it("has the snapshots, backups, HA rules and options that were made", async () => {
    const simulator = await startCluster({
      access: { tokens: [{ id: "admin@pve!all", acl: [{ role: "Administrator" }] }] },
      storages: [{ id: "nas", type: "nfs", content: ["images", "backup"], total: 1e13 }],
    });
    await send(simulator, "POST", "/nodes/pve1/qemu/110/snapshot", { snapname: "before", description: "x" });
    simulator.advance(30);
    await send(simulator, "POST", "/nodes/pve1/qemu/110/snapshot", { snapname: "after" });
    simulator.advance(30);
    const dump = await send(simulator, "POST", "/nodes/pve1/vzdump", { vmid: 110, storage: "nas" });
    expect(dump.status).toBe(200);
    simulator.advance(600);
    await send(simulator, "POST", "/cluster/ha/resources", {
      sid: "vm:112",
      max_restart: 3,
      comment: "twin",
    });
    await send(simulator, "POST", "/cluster/ha/rules", {
      rule: "near",
      type: "node-affinity",
      resources: "vm:112",
      nodes: "pve1:2,pve3",
      disable: 1,
      comment: "off for now",
    });
    await send(simulator, "PUT", "/cluster/options", { crs: "ha=static" });
    const copy = await copyOf(simulator);
    const paths = [
      "/nodes/pve1/qemu/110/snapshot",
      "/nodes/pve1/storage/nas/content?content=backup",
      "/cluster/ha/rules",
      "/cluster/ha/resources",
      "/cluster/options",
      "/storage",
    ];
    for (const path of paths) {
      expect(await pveData(copy, path), path).toEqual(await pveData(simulator, path));
    }
    const [backup] = await pveData<Row[]>(copy, "/nodes/pve2/storage/nas/content?content=backup");
    expect(backup).toMatchObject({ vmid: 110, content: "backup", subtype: "qemu" });
    expect(String(backup?.volid)).toMatch(
      /^nas:backup\/vzdump-qemu-110-\d{4}_\d\d_\d\d-\d\d_\d\d_\d\d\.vma\.zst$/,
    );
    expect(await pveData<Row[]>(copy, "/nodes/pve1/qemu/110/snapshot")).toMatchObject([
      { name: "before", description: "x" },
      { name: "after", parent: "before" },
      { name: "current", parent: "after" },
    ]);
  });

  it("goes on with the load where it was", async () => {
    const busy: NonNullable<ScenarioInput["guests"]> = [
      {
        vmid: 100,
        node: "pve1",
        cores: 4,
        memory: 8 * 1024 ** 3,
        cpuUsed: 1,
        memoryUsed: 4 * 1024 ** 3,
        load: { kind: "daily", amplitude: 0.8, peakHour: 14 },
      },
    ];
    const simulator = await startCluster({ guests: busy, rules: [] });
    simulator.advance(6 * 3_600);
    const copy = await copyOf(simulator);
    for (const seconds of [0, 3 * 3_600, 9 * 3_600]) {
      simulator.advance(Math.max(10, seconds));
      copy.advance(Math.max(10, seconds));
      const here = await guestRow(simulator, 100);
      const there = await guestRow(copy, 100);
      expect(Number(there.cpu)).toBeCloseTo(Number(here.cpu), 2);
      expect(Number(there.mem) / Number(here.mem)).toBeCloseTo(1, 2);
    }
  });

  it("is the same as the state of the copy", async () => {
    const simulator = await startCluster();
    simulator.advance(3_600);
    const copy = await copyOf(simulator);
    expect(copy.state()).toEqual(simulator.state());
  });
});
