import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { prisma } from "@/lib/server/db/prisma";
import { evacuateNode } from "@/lib/server/maintenance/change-maintenance";
import {
  cancelMaintenance,
  pauseMaintenance,
  resumeMaintenance,
} from "@/lib/server/maintenance/control-maintenance";
import { endMaintenance } from "@/lib/server/maintenance/end-maintenance";
import { startMaintenance } from "@/lib/server/maintenance/start-maintenance";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { driveMaintenance } from "@/tests/support/moving/drive-maintenance";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const operator = aViewer({ role: "operator", username: "olga" });

function start(cluster: MovingCluster, rest: object = {}): Promise<MaintenanceDetail> {
  const input = { clusterId: cluster.clusterId, node: "pve1", evacuate: true, confirm: "pve1", ...rest };
  return startMaintenance(operator, maintenanceInput.parse(input));
}

function guestsOf(cluster: MovingCluster, node: string): readonly number[] {
  const guests = cluster.simulator.state().guests ?? [];
  return guests.filter((guest) => guest.node === node).map(({ vmid }) => vmid);
}

const movesOf = (vmid: number) => prisma.move.findMany({ where: { vmid }, orderBy: { requestedAt: "asc" } });

function small(vmids: readonly number[]) {
  return (aMovingCluster().guests ?? []).filter(({ vmid }) => vmids.includes(vmid));
}

describe("an evacuation", { timeout: 240_000 }, () => {
  let cluster: MovingCluster;
  beforeAll(async () => {
    cluster = await startMovingCluster({ guests: small([100, 103, 104, 102]) }, { speed: 20 });
  });
  afterAll(() => cluster.stop());

  it("is paused and resumed: what is under way ends, nothing else begins", async () => {
    const { id } = await start(cluster);
    await driveMaintenance(id, { until: ({ counts }) => counts.underWay > 0 });
    const paused = await pauseMaintenance(operator, id);
    expect(paused).toMatchObject({ evacuation: "paused", canResume: true, canPause: false });
    const still = await driveMaintenance(id);
    expect(still.evacuation).toBe("paused");
    expect(still.counts.underWay).toBe(0);
    const gone = 4 - guestsOf(cluster, "pve1").length;
    expect(gone).toBeLessThan(4);
    await driveMaintenance(id);
    expect(4 - guestsOf(cluster, "pve1").length).toBe(gone);
    await resumeMaintenance(operator, id);
    expect(await driveMaintenance(id)).toMatchObject({ evacuation: "empty" });
    expect(guestsOf(cluster, "pve1")).toEqual([]);
    await endMaintenance(operator, id, true);
    expect(await driveMaintenance(id)).toMatchObject({ home: "done" });
  });

  it("is held by a pause of the engine, and goes on with its end", async () => {
    const scope = cluster.clusterId;
    await prisma.enginePause.create({ data: { scope, by: "ana", reason: "kernel updates" } });
    const { id } = await start(cluster);
    const held = await driveMaintenance(id, { until: ({ trouble }) => trouble !== null });
    expect(held.trouble).toContain("paused for this cluster by ana: kernel updates");
    expect(await prisma.move.count({ where: { batchId: id } })).toBe(0);
    await prisma.enginePause.deleteMany();
    expect(await driveMaintenance(id)).toMatchObject({ evacuation: "empty", trouble: null });
    await endMaintenance(operator, id, true);
    expect(await driveMaintenance(id)).toMatchObject({ home: "done" });
  });

  it("is called off: running moves are stopped when so asked, and the node stays in maintenance", async () => {
    const { id } = await start(cluster);
    await cluster.simulator.post({ do: "migration-stall", seconds: 600 });
    await driveMaintenance(id, {
      until: ({ guests }) => guests.some(({ moveState }) => moveState === "running"),
    });
    await expect(endMaintenance(operator, id, false)).rejects.toMatchObject({ code: "conflict" });
    await cancelMaintenance(operator, id, "stop");
    const detail = await driveMaintenance(id);
    expect(detail).toMatchObject({ evacuation: "cancelled", active: true, canEvacuate: true, canEnd: true });
    const states = await prisma.move.groupBy({ by: ["state"], where: { batchId: id } });
    expect(states.map(({ state }) => state)).not.toContain("running");
    expect(guestsOf(cluster, "pve1").length).toBeGreaterThan(0);
    await expect(pauseMaintenance(operator, id)).rejects.toMatchObject({ code: "conflict" });
    await evacuateNode(operator, id, { confirm: "pve1" });
    expect(await driveMaintenance(id)).toMatchObject({ evacuation: "empty" });
    await endMaintenance(operator, id, true);
    expect(await driveMaintenance(id)).toMatchObject({ home: "done" });
  });

  it("sends a guest elsewhere when its move failed, and stops after three tries", async () => {
    const { id } = await start(cluster);
    for (let time = 0; time < 3; time += 1)
      await cluster.simulator.post({ do: "migration-fail", vmid: 100, phase: 2, message: "no such luck" });
    const detail = await driveMaintenance(id);
    const tried = await movesOf(100);
    const failed = tried.filter(({ state, batchId }) => state === "failed" && batchId === id);
    expect(new Set(failed.slice(0, 2).map(({ toNode }) => toNode)).size).toBe(2);
    expect(failed).toHaveLength(3);
    expect(detail).toMatchObject({
      evacuation: "blocked",
      blockers: [{ vmid: 100, reason: "moves-failed", detail: expect.stringContaining("in 3 tries") }],
    });
    await resumeMaintenance(operator, id);
    expect(await driveMaintenance(id)).toMatchObject({ evacuation: "empty" });
    await endMaintenance(operator, id, true);
    expect(await driveMaintenance(id)).toMatchObject({ home: "done" });
  });
});
