import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/server/db/prisma";
import { resumeMoves } from "@/lib/server/moves/resume-moves";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: MovingCluster;
beforeAll(async () => {
  cluster = await startMovingCluster();
});
afterAll(() => cluster.stop());

const close = (how: { pausedAt?: Date | null; removedAt?: Date | null }) =>
  prisma.cluster.update({ where: { id: cluster.clusterId }, data: how });
afterEach(() => close({ pausedAt: null, removedAt: null }));

async function running(vmid: number, target: string) {
  await cluster.simulator.post({ do: "migration-stall", vmid, seconds: 600 });
  const { id } = await cluster.request(vmid, target);
  await cluster.drive(id, { until: ({ state }) => state === "running" });
  return id;
}

describe("a connection that is closed", () => {
  it.each([
    ["paused", { pausedAt: new Date() }, "is paused"],
    ["removed", { removedAt: new Date() }, "no such cluster any more"],
  ])("by being %s ends a move that has not begun, and nothing was started", async (_how, closing, words) => {
    const { id } = await cluster.request(100, "pve2");
    await close(closing);
    const move = await cluster.drive(id);
    expect(move).toMatchObject({ state: "cancelled", result: expect.stringContaining(words) });
    expect(move.result).toContain("Nothing had been started.");
    expect(cluster.migrateCalls()).toBe(0);
    expect(await prisma.moveSlot.count()).toBe(0);
  });

  it("ends a move too that waits for a slot", async () => {
    const first = await running(100, "pve2");
    const second = await cluster.request(103, "pve2");
    expect(await cluster.drive(second.id)).toMatchObject({ state: "waiting" });
    await close({ pausedAt: new Date() });
    await prisma.move.update({ where: { id: second.id }, data: { heartbeatAt: new Date(0) } });
    expect((await resumeMoves()).woken).toBeGreaterThan(0);
    expect(await cluster.drive(second.id)).toMatchObject({ state: "cancelled" });
    await close({ pausedAt: null });
    await cluster.simulator.post({ do: "faults-clear" });
    expect(await cluster.drive(first)).toMatchObject({ state: "done" });
  });

  it("for a moment only is no harm to a move under way", async () => {
    const id = await running(103, "pve3");
    await close({ pausedAt: new Date() });
    const held = await cluster.drive(id, {
      timings: { sliceMs: 200 },
      until: ({ trouble }) => trouble !== null,
    });
    expect(held).toMatchObject({ state: "running", trouble: expect.stringContaining("is paused") });
    await close({ pausedAt: null });
    await cluster.simulator.post({ do: "faults-clear" });
    expect(await cluster.drive(id)).toMatchObject({ state: "done", trouble: null });
  });

  it("for good leaves what became of it to a person", async () => {
    const id = await running(104, "pve3");
    await close({ pausedAt: new Date() });
    const move = await cluster.drive(id, { timings: { taskLostMs: 200, sliceMs: 200 } });
    expect(move).toMatchObject({
      state: "unknown",
      result: expect.stringContaining("Look where the guest is"),
    });
    await prisma.move.update({ where: { id }, data: { state: "failed", slots: { deleteMany: {} } } });
    await close({ pausedAt: null });
    await cluster.simulator.post({ do: "faults-clear" });
    await expect.poll(() => cluster.nodeOf(104), { timeout: 30_000 }).toBe("pve3");
    await cluster.collect();
  });
});

describe("calls of a minute that are used up", () => {
  it("delay a move in preflight, and do not fail it", async () => {
    const limit = (calls: number) =>
      updateSettings(aViewer(), {
        cluster: cluster.clusterId,
        values: { "collection.callsPerMinute": calls },
      });
    const { id } = await cluster.request(120, "pve2");
    await limit(30);
    const move = await cluster.drive(id, { until: ({ trouble }) => trouble !== null });
    expect(move).toMatchObject({ state: "preflight", trouble: expect.stringMatching(/calls/) });
    await limit(10_000);
    expect(await cluster.drive(id)).toMatchObject({ state: "done", trouble: null });
  });
});
