import { afterAll, beforeAll, expect, it } from "vitest";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";
import { prisma } from "@/lib/server/db/prisma";
import { readMaintenance } from "@/lib/server/maintenance/read-maintenance";
import { startMaintenance } from "@/lib/server/maintenance/start-maintenance";
import { aViewer } from "@/tests/support/a-viewer";
import { driveMaintenance } from "@/tests/support/moving/drive-maintenance";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";
import { useRestartableDatabase } from "@/tests/support/restartable-database";

const database = useRestartableDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: MovingCluster;
beforeAll(async () => {
  const guests = (aMovingCluster().guests ?? []).filter(({ vmid }) => [100, 103, 104].includes(vmid));
  cluster = await startMovingCluster({ guests }, { speed: 5 });
});
afterAll(() => cluster.stop());

/** As the job does it: a turn that the database's loss ends is tried again. */
async function driveOn(id: string): Promise<void> {
  for (;;) {
    try {
      await driveMaintenance(id);
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

it("an evacuation outlasts a crash of the database, and repeats nothing", async () => {
  const input = { clusterId: cluster.clusterId, node: "pve1", evacuate: true, confirm: "pve1" };
  const choices = [{ vmid: 103, action: "shutdown" }];
  const { id } = await startMaintenance(
    aViewer({ role: "operator" }),
    maintenanceInput.parse({ ...input, choices }),
  );
  const driven = driveOn(id);
  await expect.poll(() => cluster.migrateCalls(), { timeout: 60_000, interval: 10 }).toBeGreaterThan(0);
  await database.crash();
  await database.start();
  await driven;
  expect(await readMaintenance(id)).toMatchObject({ evacuation: "empty", safeToReboot: true });
  const moves = await prisma.move.findMany({ select: { vmid: true, state: true } });
  expect(
    moves
      .filter(({ state }) => state === "done")
      .map(({ vmid }) => vmid)
      .sort(),
  ).toEqual([100, 104]);
  expect(cluster.migrateCalls()).toBe(moves.length);
  const { calls } = cluster.simulator.calls();
  const shutdowns = Object.entries(calls).filter(([call]) => call.endsWith("/status/shutdown"));
  expect(shutdowns.map(([, count]) => count)).toEqual([1]);
}, 180_000);
