import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unreadGuests } from "@/lib/inventory/unread-guests";
import { collectAndCatchUp } from "@/lib/server/collection/collect-and-catch-up";
import { pool } from "@/lib/server/db/pool";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { readingCache } from "@/lib/server/live/stored-reading";
import { previewMove } from "@/lib/server/moves/preview-move";
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

async function readAll(): Promise<void> {
  await expect
    .poll(
      async () => {
        await cluster.collect();
        return await unread();
      },
      { timeout: 60_000 },
    )
    .toEqual([]);
}

/** As a crash of PostgreSQL does: the table is not logged. Another process, or one that is started then, does not have it either. */
async function loseReading({ everywhere }: { readonly everywhere: boolean }): Promise<void> {
  await pool().query("DELETE FROM metrics.snapshot");
  if (everywhere) readingCache().clear();
}

it("a move that is under way when the database loses the newest reading waits for its guest to be read again", async () => {
  await readAll();
  const { id } = await cluster.request(200 + GUESTS - 1, "pve2");
  await loseReading({ everywhere: true });
  await cluster.collect();
  expect(await unread()).toContain(200 + GUESTS - 1);
  const { state, result } = await cluster.drive(id);
  expect({ state, result }).toEqual({ state: "done", result: "The guest is on pve2." });
}, 120_000);

it("a process that had the newest reading at hand asks nothing again that it knows", async () => {
  await readAll();
  await loseReading({ everywhere: false });
  await cluster.collect();
  expect(await unread()).toEqual([]);
}, 60_000);

it("a reading of a cluster of which little is known goes on until every guest has been read", async () => {
  const untilMs = Date.now() + 120_000;
  // Somebody else in this process may just be reading what is being lost, and have it at hand again.
  await expect
    .poll(
      async () => {
        await loseReading({ everywhere: true });
        return await collectAndCatchUp(cluster.clusterId, { force: true, untilMs });
      },
      { timeout: 60_000 },
    )
    .toMatchObject({ outcome: "stored", unreadGuests: expect.any(Number) });
  expect(await unread()).toEqual([]);
}, 120_000);

describe("what a move would mean before the cluster has been read", () => {
  const vmid = 200 + GUESTS - 3;
  const preview = () => previewMove({ clusterId: cluster.clusterId, vmid, target: "pve3" });

  it("waits for its guest to be read", async () => {
    await loseReading({ everywhere: true });
    expect(await preview()).toMatchObject({ ok: true, from: "pve1", to: "pve3", refusals: [] });
  }, 60_000);

  it("is answered with when to ask again while the cluster cannot be read", async () => {
    await loseReading({ everywhere: true });
    await cluster.simulator.post({ do: "api-error", status: 500, message: "got timeout" });
    await expect(preview()).rejects.toMatchObject({
      code: "upstream_unavailable",
      retryAfterSeconds: 5,
      message: expect.stringMatching(/has not been read since .* Try again in some seconds\.$/),
    });
    await cluster.simulator.post({ do: "faults-clear" });
  }, 60_000);

  it("is answered with what is in the way where nothing may be asked", async () => {
    const nowhere = previewMove({ clusterId: randomUUID(), vmid, target: "pve3" });
    await expect(nowhere).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a move that is asked for before the cluster has been read", () => {
  it("waits for its guest to be read, and is taken", async () => {
    await loseReading({ everywhere: true });
    const move = await cluster.request(200 + GUESTS - 2, "pve3");
    expect(move).toMatchObject({ state: "planned", from: "pve1", to: "pve3" });
    await cluster.drive(move.id);
  }, 60_000);

  it("is refused with when to ask again while the cluster cannot be read", async () => {
    await loseReading({ everywhere: true });
    await cluster.simulator.post({ do: "api-error", status: 500, message: "got timeout" });
    await expect(cluster.request(201, "pve3")).rejects.toMatchObject({
      code: "upstream_unavailable",
      retryAfterSeconds: 5,
      message: expect.stringMatching(/has not been read since .* Try again in some seconds\.$/),
    });
    await cluster.simulator.post({ do: "faults-clear" });
  }, 60_000);
});
