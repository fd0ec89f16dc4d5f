import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { MoveState } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { openCluster } from "@/lib/server/moves/open-cluster";
import { migrateGuest } from "@/lib/server/moves/pve/migrate-guest";
import { transitionMove } from "@/lib/server/moves/transition-move";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, QUICK, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { spawnTestProcess } from "@/tests/support/spawn-test-process";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: MovingCluster;
let sent = 0;
beforeAll(async () => {
  cluster = await startMovingCluster();
});
afterAll(() => cluster.stop());

/** Migrate requests that the cluster got since the last time. */
function newCalls(): number {
  const before = sent;
  sent = cluster.migrateCalls();
  return sent - before;
}

/** As an executor leaves a move that dies right after it has stored the intent. */
async function untilIntent(moveId: string): Promise<void> {
  const steps: readonly MoveState[] = ["planned", "waiting", "preflight", "submitting"];
  for (const [index, from] of steps.slice(0, -1).entries()) {
    const to = steps[index + 1] ?? "failed";
    const changes =
      to === "submitting" ? { intentId: randomUUID(), intentAt: new Date(), intentCount: 1 } : {};
    await transitionMove({ moveId, from, to, sentence: "A step.", changes });
  }
}

const intentsOf = async (id: string) => (await prisma.move.findUniqueOrThrow({ where: { id } })).intentCount;

describe("a request to PVE", () => {
  it("whose answer is lost is found and adopted, not sent again", async () => {
    const { id } = await cluster.request(100, "pve2");
    cluster.proxy.drop("answer");
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
    expect(await intentsOf(id)).toBe(1);
  });

  it("whose answer is lost is adopted also when the task has long ended", async () => {
    const { id } = await cluster.request(100, "pve3");
    cluster.proxy.drop("answer");
    await cluster.drive(id, { until: ({ state }) => state === "submitting" });
    await expect.poll(() => cluster.nodeOf(100), { timeout: 20_000 }).toBe("pve3");
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
  });

  it("that never arrived is sent again, after the time for which PVE could hold it", async () => {
    const { id } = await cluster.request(103, "pve2");
    cluster.proxy.drop("request");
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
    expect(await intentsOf(id)).toBe(2);
  });

  it("is not sent again within that time", async () => {
    const { id } = await cluster.request(104, "pve2");
    cluster.proxy.drop("request");
    const timings = { holdMs: 60_000, sliceMs: 200 };
    let turns = 0;
    const move = await cluster.drive(id, { timings, until: () => ++turns > 8 });
    expect(move).toMatchObject({ state: "submitting" });
    expect(newCalls()).toBe(0);
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
  });

  it("of an HA guest whose answer is lost is adopted too", async () => {
    const { id } = await cluster.request(130, "pve2");
    cluster.proxy.drop("answer");
    expect(await cluster.drive(id)).toMatchObject({ state: "done", progress: { byHa: true } });
    expect(newCalls()).toBe(1);
  });

  it("is still looked for after a time without an executor, even when the first look fails", async () => {
    const { id } = await cluster.request(120, "pve2");
    cluster.proxy.drop("answer");
    await cluster.drive(id, { until: ({ state }) => state === "submitting" });
    const longAgo = new Date(Date.now() - 3_600_000);
    const data = { intentAt: longAgo, troubleSince: longAgo, heartbeatAt: longAgo };
    await prisma.move.update({ where: { id }, data });
    const fault = { do: "api-error", status: 595, message: "no route", path: "/cluster/resources" } as const;
    await cluster.simulator.post(fault);
    const move = await cluster.drive(id, { until: () => true });
    await cluster.simulator.post({ do: "faults-clear" });
    expect(move).toMatchObject({ state: "submitting", trouble: expect.stringContaining("cannot be seen") });
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
  });

  it("that nobody can find out about ends as unknown, and blocks the guest", async () => {
    const { id } = await cluster.request(102, "pve2");
    cluster.proxy.drop("answer");
    await cluster.drive(id, { until: ({ state }) => state === "submitting" });
    await cluster.simulator.post({
      do: "api-error",
      status: 595,
      message: "no route",
      path: "/cluster/resources",
    });
    const move = await cluster.drive(id);
    await cluster.simulator.post({ do: "faults-clear" });
    expect(move).toMatchObject({ state: "unknown", result: expect.stringContaining("Look where it is") });
    await expect(cluster.request(102, "pve3")).rejects.toMatchObject({ code: "conflict" });
    expect(await prisma.moveSlot.count({ where: { moveId: id } })).toBe(3);
    await prisma.move.update({ where: { id }, data: { state: "done", slots: { deleteMany: {} } } });
    newCalls();
  });
});

describe("an executor that dies", () => {
  it("between the intent and the request: another sends it", async () => {
    await cluster.collect();
    const { id } = await cluster.request(101, "pve2");
    await untilIntent(id);
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
  });

  it("between the request and its answer: another adopts the task", async () => {
    await cluster.collect();
    const { id } = await cluster.request(101, "pve3");
    await untilIntent(id);
    const { transport } = await openCluster(cluster.clusterId);
    const request = {
      vmid: 101,
      kind: "qemu",
      from: "pve2",
      to: "pve3",
      running: true,
      versions: [],
    } as const;
    const known = await prisma.move.findMany({ where: { vmid: 101, taskUpid: { not: null } } });
    await prisma.move.update({
      where: { id },
      data: { knownUpids: known.flatMap(({ taskUpid }) => taskUpid ?? []) },
    });
    expect(await migrateGuest(transport, { ...request, mayBeSent: () => true })).toMatchObject({
      outcome: "started",
    });
    expect(await cluster.drive(id)).toMatchObject({ state: "done" });
    expect(newCalls()).toBe(1);
  });

  it.each([
    ["hang-request", 103, "pve3", 1],
    ["hang-answer", 104, "pve3", 1],
  ] as const)("by kill -9 at %s: the next one makes it good", async (dropping, vmid, target, calls) => {
    await cluster.collect();
    const { id } = await cluster.request(vmid, target);
    cluster.proxy.drop(dropping);
    const mover = spawnTestProcess("tests/integration/moves/mover-process.ts", {
      DATABASE_URL: database.url,
      MOVE_ID: id,
    });
    await cluster.proxy.dropped();
    mover.child.kill("SIGKILL");
    expect((await mover.ended).signal).toBe("SIGKILL");
    expect((await prisma.move.findUniqueOrThrow({ where: { id } })).state).toBe("submitting");
    expect(await cluster.drive(id)).toMatchObject({ state: "done", to: target });
    expect(newCalls()).toBe(calls);
  });
});

describe("two executors", () => {
  it("that race for one move ask PVE once", async () => {
    await cluster.collect();
    const { id } = await cluster.request(100, "pve1");
    const race = ["a", "b", "c", "d"].map((run) =>
      vi.waitUntil(
        async () => {
          // Leases that end at once: every turn of each may run beside those of the others.
          const { state } = await advanceMove(id, run, { ...QUICK, sliceMs: 100, leaseMs: 1 });
          return state === "done" || state === "failed" || state === "unknown" ? state : false;
        },
        { timeout: 60_000, interval: 5 },
      ),
    );
    expect(await Promise.all(race)).toEqual(["done", "done", "done", "done"]);
    expect(newCalls()).toBe(1);
    expect(await prisma.moveTransition.count({ where: { moveId: id } })).toBe(7);
  });
});
