import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/server/db/prisma";
import { readMoveLog } from "@/lib/server/moves/read-moves";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: MovingCluster;
beforeAll(async () => {
  cluster = await startMovingCluster();
});
afterEach(() => cluster.simulator.post({ do: "faults-clear" }));
afterAll(() => cluster.stop());

const garble = (path: string, times: number) =>
  cluster.simulator.post({ do: "api-garbage", kind: "truncated", path, times });

/** What was in the move's way, from the moment at which it began to be driven. */
async function driveAndWatch(id: string, timings = {}): Promise<{ state: string; troubles: Set<string> }> {
  const troubles = new Set<string>();
  const { state } = await cluster.drive(id, {
    timings: { sliceMs: 50, ...timings },
    until: ({ trouble }) => {
      if (trouble !== null) troubles.add(trouble);
      return false;
    },
  });
  return { state, troubles };
}

describe("the last checks", () => {
  it("that cannot be made just now are made again, and the move says why it waits", async () => {
    const { id } = await cluster.request(100, "pve2");
    const calls = cluster.migrateCalls();
    await garble("/nodes/pve1/tasks", 1);
    const { state, troubles } = await driveAndWatch(id);
    expect([...troubles].join(" ")).toContain("It is checked again, because Proxmox VE did not answer:");
    expect(state).toBe("done");
    expect(cluster.migrateCalls() - calls).toBe(1);
  });

  it("that cannot be made for long end the move before anything was started", async () => {
    const { id } = await cluster.request(103, "pve2");
    const calls = cluster.migrateCalls();
    await garble("/nodes/pve1/tasks", 1_000);
    const ended = await cluster.drive(id, { timings: { preflightLimitMs: 200 } });
    expect(ended).toMatchObject({
      state: "failed",
      result: expect.stringMatching(/the last checks could not be made\. .*not valid JSON/),
    });
    expect(cluster.migrateCalls()).toBe(calls);
    expect(await prisma.moveSlot.count()).toBe(0);
  });
});

describe("a request that was lost", () => {
  it("is said to be looked for, and does not wait for ever when it cannot be checked again", async () => {
    const { id } = await cluster.request(103, "pve2");
    cluster.proxy.drop("request");
    const timings = { sliceMs: 50 };
    const troubles: string[] = [];
    await cluster.drive(id, {
      timings: { ...timings, holdMs: 60_000 },
      until: ({ trouble }) => {
        if (trouble !== null) troubles.push(trouble);
        return troubles.at(-1)?.includes("shows no task of it so far") === true;
      },
    });
    await garble("/nodes/pve1/qemu/103/migrate", 1_000);
    expect(await cluster.drive(id, { timings })).toMatchObject({
      state: "failed",
      result: expect.stringContaining("the last checks could not be made"),
    });
    expect(await prisma.moveSlot.count()).toBe(0);
  });
});

describe("a task that Proxmox VE does not know any more", () => {
  const forget = () =>
    cluster.simulator.post({ do: "api-error", status: 400, message: "no such task", path: "/tasks/UPID" });

  it("is done with a warning when the guest arrived", async () => {
    const { id } = await cluster.request(103, "pve2");
    await forget();
    const ended = await cluster.drive(id);
    expect(ended).toMatchObject({ state: "done", failure: null });
    expect(ended.warnings).toContain("How the task ended could not be read.");
    expect(await readMoveLog(id)).toMatchObject({
      complete: true,
      lines: ["Proxmox VE does not have the log of this task any more."],
    });
  });

  it("has failed when the guest stayed, and says so in words", async () => {
    const { id } = await cluster.request(104, "pve2");
    await cluster.simulator.post({ do: "migration-fail", phase: 0, vmid: 104 });
    await forget();
    const ended = await cluster.drive(id);
    expect(ended).toMatchObject({
      state: "failed",
      failure: { code: "no-record", cause: expect.stringContaining("no record of the task") },
    });
    expect(JSON.stringify(ended)).not.toContain("no such task");
  });
});
