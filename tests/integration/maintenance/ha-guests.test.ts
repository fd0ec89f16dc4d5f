import { afterAll, beforeAll, expect, it } from "vitest";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { prisma } from "@/lib/server/db/prisma";
import { bringGuestsHome, endMaintenance } from "@/lib/server/maintenance/end-maintenance";
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

const operator = aViewer({ role: "operator" });
let cluster: MovingCluster;
beforeAll(async () => {
  const all = aMovingCluster().guests ?? [];
  const guests = all
    .filter(({ vmid }) => [100, 130].includes(vmid))
    .flatMap((guest) => (guest.vmid === 130 ? [guest, { ...guest, vmid: 131, name: "vm131" }] : [guest]));
  cluster = await startMovingCluster({ guests }, { speed: 20 });
});
afterAll(() => cluster.stop());

const start = (rest: object = {}) =>
  startMaintenance(
    operator,
    maintenanceInput.parse({
      clusterId: cluster.clusterId,
      node: "pve1",
      evacuate: true,
      confirm: "pve1",
      ...rest,
    }),
  );
const powerOf = (vmid: number) =>
  cluster.simulator.state().guests?.find((guest) => guest.vmid === vmid)?.status;

it("guests are shut down and started, those of HA through HA; a start that fails says so and can be tried again", async () => {
  const { id } = await start({ choices: [130, 100].map((vmid) => ({ vmid, action: "shutdown" })) });
  const empty = await driveMaintenance(id);
  expect(empty, JSON.stringify(empty.blockers)).toMatchObject({ evacuation: "empty", safeToReboot: true });
  expect([100, 130].map(powerOf)).toEqual(["stopped", "stopped"]);
  const [task] = await prisma.powerTask.findMany({ where: { vmid: 130 } });
  expect(task).toMatchObject({
    state: "done",
    intentCount: 1,
    upid: expect.stringContaining(":hastop:130:"),
  });
  expect(cluster.nodeOf(131)).not.toBe("pve1");

  await cluster.simulator.post({ do: "start-fail", vmid: 100 });
  await endMaintenance(operator, id, true);
  const partial = await driveMaintenance(id);
  expect(partial).toMatchObject({ home: "partial", counts: { home: 2, away: 1 } });
  const off = partial.guests.find(({ vmid }) => vmid === 100);
  expect(off).toMatchObject({ home: "blocked", homeReason: expect.stringContaining("It was not started.") });
  await bringGuestsHome(operator, id);
  expect(await driveMaintenance(id)).toMatchObject({ home: "done", counts: { home: 3, away: 0 } });
  expect([100, 130].map(powerOf)).toEqual(["running", "running"]);
  for (const vmid of [100, 130, 131]) expect(cluster.nodeOf(vmid)).toBe("pve1");
}, 180_000);

it("on a node in HA's own maintenance, HA moves what it manages, and we move the rest", async () => {
  await cluster.simulator.post({ do: "node-maintenance", node: "pve1" });
  await expect
    .poll(
      async () => {
        await cluster.collect();
        return (
          (await prisma.event.count({
            where: { kind: "maintenance-started", node: "pve1", message: { contains: "HA" } },
          })) > 0
        );
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(true);
  const { id, native, notes } = await start();
  expect(native).toBe(true);
  expect(notes.join(" ")).toContain("node-maintenance disable pve1");
  const detail = await driveMaintenance(id);
  expect(detail).toMatchObject({ evacuation: "empty", safeToReboot: true });
  const moves = await prisma.move.findMany({ where: { batchId: id } });
  expect(moves.map(({ vmid }) => vmid)).toEqual([100]);
  for (const vmid of [100, 130, 131]) expect(cluster.nodeOf(vmid)).not.toBe("pve1");
}, 180_000);
