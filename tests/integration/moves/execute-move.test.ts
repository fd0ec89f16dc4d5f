import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MoveDetail } from "@/lib/api/moves";
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
afterAll(() => cluster.stop());

const statesOf = ({ transitions }: MoveDetail) => transitions.map(({ to }) => to);
const WHOLE_WAY = ["planned", "waiting", "preflight", "submitting", "running", "verifying", "done"];

describe("a move that goes well", () => {
  it("takes a running VM along, and tells how far it is", async () => {
    const { id } = await cluster.request(100, "pve2");
    const move = await cluster.drive(id);
    expect(move).toMatchObject({
      state: "done",
      from: "pve1",
      to: "pve2",
      kind: "live",
      failure: null,
      warnings: [],
    });
    expect(statesOf(move)).toEqual(WHOLE_WAY);
    expect(move.progress).toMatchObject({ phase: "ended", memory: { totalBytes: expect.any(Number) } });
    expect(move.progress?.durationSeconds).toBeGreaterThan(0);
    expect(cluster.nodeOf(100)).toBe("pve2");
    expect((await readMoveLog(id)).lines.at(-1)).toBe("TASK OK");
    expect(await prisma.moveSlot.count()).toBe(0);
  });

  it("takes local disks along", async () => {
    const move = await cluster.drive((await cluster.request(101, "pve2")).id);
    expect(move).toMatchObject({ state: "done", progress: { disks: [{ ready: true }] } });
  });

  it("takes a VM along that is off", async () => {
    const move = await cluster.drive((await cluster.request(102, "pve2")).id);
    expect(move).toMatchObject({ state: "done", kind: "offline" });
  });

  it("restarts a container", async () => {
    const move = await cluster.drive((await cluster.request(120, "pve2")).id);
    expect(move).toMatchObject({ state: "done", kind: "restart", guestKind: "lxc" });
    expect(cluster.simulator.state().guests?.find(({ vmid }) => vmid === 120)?.status ?? "running").toBe(
      "running",
    );
  });

  it("goes through HA where HA has the guest, to the task that HA starts", async () => {
    const move = await cluster.drive((await cluster.request(130, "pve2")).id);
    expect(move).toMatchObject({ state: "done", progress: { byHa: true } });
    expect(move.upid).toContain(":qmigrate:130:root@pam:");
    expect(move.progress?.durationSeconds).toBeGreaterThan(0);
  });

  it("is in the audit log step by step, with whoever asked for it", async () => {
    const [move] = await prisma.move.findMany({ where: { vmid: 100 } });
    const entries = await prisma.auditEntry.findMany({
      where: { target: `move:${move?.id}` },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      "move.request",
      ...WHOLE_WAY.slice(1).map((state) => `move.${state}`),
    ]);
    expect(entries[0]?.actorName).toBe("ana");
  });

  it("asked PVE once for each", () => expect(cluster.migrateCalls()).toBe(5));
});
