import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { readMove } from "@/lib/server/moves/read-moves";
import { type MovingCluster, QUICK, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { useRestartableDatabase } from "@/tests/support/restartable-database";

const database = useRestartableDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

/** Leases so long that no time of the test itself matters. */
const PATIENT = { ...QUICK, leaseMs: 3_600_000, sliceMs: 0 };

let cluster: MovingCluster;
beforeAll(async () => {
  cluster = await startMovingCluster();
});
afterAll(() => cluster.stop());

async function holdLease(moveId: string, executor: string, silentForMs: number): Promise<void> {
  await pool().query(
    "UPDATE move SET executor = $2, heartbeat_at = now() - $3 * interval '1 millisecond' WHERE id = $1",
    [moveId, executor, silentForMs],
  );
}

it("a killed executor is replaced by its own run long before anybody else may take the move", async () => {
  const { id } = await cluster.request(100, "pve2");
  await holdLease(id, "run-1 dead", PATIENT.leaseMs / 2);
  await advanceMove(id, "run-2", PATIENT);
  expect(await readMove(id)).toMatchObject({ state: "planned" });
  await advanceMove(id, "run-1", PATIENT);
  expect(await readMove(id)).toMatchObject({ state: "preflight" });
  expect(await cluster.drive(id)).toMatchObject({ state: "done" });
});

it("an executor that gives signs of life is not replaced, by nobody", async () => {
  const { id } = await cluster.request(103, "pve2");
  await holdLease(id, "run-1 alive", PATIENT.leaseMs / 10);
  expect(await advanceMove(id, "run-1", PATIENT)).toMatchObject({ ended: false });
  expect(await advanceMove(id, "run-2", PATIENT)).toMatchObject({ ended: true });
  expect(await readMove(id)).toMatchObject({ state: "planned" });
});

it("a turn that the database's loss ends is no failure, and the next one goes on where it was", async () => {
  const { id } = await cluster.request(104, "pve2");
  await database.crash();
  expect(await advanceMove(id, "run-1", PATIENT)).toMatchObject({ state: "unread", ended: false });
  await database.start();
  expect(await cluster.drive(id)).toMatchObject({ state: "done" });
});
