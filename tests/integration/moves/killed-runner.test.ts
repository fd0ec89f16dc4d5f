import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/server/db/prisma";
import { QUEUE_SCHEMA } from "@/lib/server/jobs/queue-jobs";
import { readMove } from "@/lib/server/moves/read-moves";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { spawnTestProcess, type TestProcess } from "@/tests/support/spawn-test-process";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");
const PROCESS = "tests/integration/moves/runner-process.ts";

let cluster: MovingCluster;
beforeAll(async () => {
  await runMigrations({ connectionString: database.url, schema: QUEUE_SCHEMA });
  cluster = await startMovingCluster();
});
afterAll(() => cluster.stop());

function startRunner(moveId: string, env: Readonly<Record<string, string>> = {}): TestProcess {
  return spawnTestProcess(PROCESS, { DATABASE_URL: database.url, MOVE_ID: moveId, ...env });
}

async function isMadeGood(moveId: string): Promise<void> {
  const before = cluster.migrateCalls();
  const { code, output } = await startRunner(moveId).ended;
  expect(code, output).toBe(0);
  expect(await readMove(moveId)).toMatchObject({ state: "done" });
  expect(await prisma.moveSlot.count()).toBe(0);
  expect(cluster.migrateCalls() - before).toBeLessThanOrEqual(1);
}

// Every move has one boundary; a second there is only when it outlasts one turn of its executor.
it("a runner that is killed at its boundary leaves a move that the next one ends", async () => {
  const calls = cluster.migrateCalls();
  const { id } = await cluster.request(100, "pve2");
  const { signal } = await startRunner(id, { CRASH_AT: "1" }).ended;
  expect(signal).toBe("SIGKILL");
  await isMadeGood(id);
  expect(cluster.migrateCalls() - calls).toBe(1);
}, 120_000);

it("a runner that is killed while PVE's answer is under way leaves a move that the next one adopts", async () => {
  const calls = cluster.migrateCalls();
  const { id } = await cluster.request(101, "pve2");
  cluster.proxy.drop("hang-answer");
  const runner = startRunner(id);
  await cluster.proxy.dropped();
  runner.child.kill("SIGKILL");
  await runner.ended;
  expect((await readMove(id)).state).toBe("submitting");
  await isMadeGood(id);
  expect(cluster.migrateCalls() - calls).toBe(1);
}, 120_000);
