import { afterAll, beforeAll, expect, it } from "vitest";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { prisma } from "@/lib/server/db/prisma";
import { readMaintenance } from "@/lib/server/maintenance/read-maintenance";
import { startMaintenance } from "@/lib/server/maintenance/start-maintenance";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { spawnTestProcess, type TestProcess } from "@/tests/support/spawn-test-process";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: MovingCluster;
beforeAll(async () => {
  cluster = await startMovingCluster({}, { speed: 4 });
});
afterAll(() => cluster.stop());

function spawnMaintainer(id: string): TestProcess {
  return spawnTestProcess("tests/integration/maintenance/maintainer-process.ts", {
    DATABASE_URL: database.url,
    MAINTENANCE_ID: id,
  });
}

function shutdownCalls(): number {
  const { calls } = cluster.simulator.calls();
  return Object.entries(calls)
    .filter(([call]) => /^POST .*\/status\/shutdown$/.test(call))
    .reduce((sum, [, count]) => sum + count, 0);
}

const writes = () => cluster.migrateCalls() + shutdownCalls();

/** Kills a process as soon as the cluster has been asked for so much. */
async function killedAfter(id: string, count: number): Promise<void> {
  const { child, ended } = spawnMaintainer(id);
  await expect.poll(writes, { timeout: 120_000, interval: 5 }).toBeGreaterThanOrEqual(count);
  child.kill("SIGKILL");
  await ended;
}

it("an evacuation that is killed again and again repeats nothing, and two processes end it together", async () => {
  const input = {
    clusterId: cluster.clusterId,
    node: "pve1",
    evacuate: true,
    confirm: "pve1",
    choices: [
      { vmid: 103, action: "shutdown" },
      { vmid: 104, action: "shutdown" },
    ],
  };
  const { id } = await startMaintenance(aViewer({ role: "operator" }), maintenanceInput.parse(input));
  await killedAfter(id, 1);
  const first = writes();
  await killedAfter(id, first + 1);
  const second = writes();
  await killedAfter(id, second + 1);
  const together = [spawnMaintainer(id), spawnMaintainer(id)];
  for (const { ended } of together) {
    const { code, output } = await ended;
    expect(code, output).toBe(0);
  }
  const detail = await readMaintenance(id);
  expect(detail, JSON.stringify(detail.guests)).toMatchObject({ evacuation: "empty", safeToReboot: true });
  expect(shutdownCalls()).toBe(2);
  const moves = await prisma.move.findMany({ select: { vmid: true, state: true, intentCount: true } });
  const made = moves.filter(({ state }) => state === "done").map(({ vmid }) => vmid);
  expect(made.sort()).toEqual([100, 101, 102, 120, 130]);
  const intents = moves.reduce((sum, { intentCount }) => sum + intentCount, 0);
  expect(cluster.migrateCalls()).toBeLessThanOrEqual(intents);
  expect(await prisma.moveSlot.count()).toBe(0);
  const onNode = (cluster.simulator.state().guests ?? []).filter(({ node }) => node === "pve1");
  expect(onNode.map(({ vmid, status }) => [vmid, status])).toEqual([
    [103, "stopped"],
    [104, "stopped"],
  ]);
}, 300_000);
