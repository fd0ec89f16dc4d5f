import { afterAll, beforeAll, expect, it } from "vitest";
import { unreadGuests } from "@/lib/inventory/unread-guests";
import { pool } from "@/lib/server/db/pool";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { useTestDatabase } from "@/tests/support/database";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

/** More than one reading asks the configuration of. */
const GUESTS = 40;

let cluster: MovingCluster;
beforeAll(async () => {
  const [first] = aMovingCluster().guests ?? [];
  if (!first) throw new Error("the cluster has no guest");
  const guests = Array.from({ length: GUESTS }, (_, index) => ({
    ...first,
    vmid: 200 + index,
    name: `vm${200 + index}`,
  }));
  cluster = await startMovingCluster({ guests });
});
afterAll(() => cluster.stop());

async function unread(): Promise<readonly number[]> {
  const reading = await readSnapshot(cluster.clusterId);
  return reading ? unreadGuests(reading.snapshot).map(({ vmid }) => vmid) : [];
}

it("a move that is under way when the database loses the newest reading waits for its guest to be read again", async () => {
  await expect
    .poll(
      async () => {
        await cluster.collect();
        return await unread();
      },
      { timeout: 60_000 },
    )
    .toEqual([]);
  const { id } = await cluster.request(200 + GUESTS - 1, "pve2");
  // As after a crash of PostgreSQL: the table is not logged.
  await pool().query("DELETE FROM metrics.snapshot");
  await cluster.collect();
  expect(await unread()).toContain(200 + GUESTS - 1);
  const { state, result } = await cluster.drive(id);
  expect({ state, result }).toEqual({ state: "done", result: "The guest is on pve2." });
}, 120_000);
