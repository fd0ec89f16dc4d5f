import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as exportMoves } from "@/app/api/v1/moves/export/route";
import { GET as readMoves } from "@/app/api/v1/moves/route";
import type { MoveRow } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { measureOutcomes } from "@/lib/server/moves/measure-outcomes";
import { pruneMoves } from "@/lib/server/moves/prune-moves";
import { readMove, readMoveLog } from "@/lib/server/moves/read-moves";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let cluster: MovingCluster;
let viewer: SignedIn;
let moveId: string;
beforeAll(async () => {
  process.env.EVENKEEL_DEMO = "off";
  cluster = await startMovingCluster();
  viewer = await signedIn({ role: "viewer" });
  moveId = (await cluster.drive((await cluster.request(100, "pve2")).id)).id;
  await cluster.collect();
});
afterAll(() => cluster.stop());

const endedAgo = (agoMs: number) =>
  prisma.move.update({ where: { id: moveId }, data: { endedAt: new Date(Date.now() - agoMs) } });
const outcomes = async () => (await readMove(moveId)).outcomes;

describe("what a move led to", () => {
  it("is pending first, with what was predicted", async () => {
    expect(await measureOutcomes(Date.now())).toEqual({ measured: 0, missed: 0 });
    const pending = await outcomes();
    expect(pending.map(({ point, state }) => [point, state])).toEqual([
      ["5m", "pending"],
      ["1h", "pending"],
      ["24h", "pending"],
    ]);
    const [source, target] = pending[0]?.nodes ?? [];
    expect(source).toMatchObject({ node: "pve1", role: "source", after: { memory: null } });
    expect(source?.predicted.memory).toBeLessThan(source?.before.memory ?? 0);
    expect(target?.predicted.memory).toBeGreaterThan(target?.before.memory ?? 1);
  });

  it("is measured by a reading at its time, and once", async () => {
    await endedAgo(6 * MINUTE_MS);
    const both = await Promise.all([measureOutcomes(Date.now()), measureOutcomes(Date.now())]);
    expect(both[0]?.measured).toBe(1);
    expect(await measureOutcomes(Date.now())).toEqual({ measured: 0, missed: 0 });
    const [first, second] = await outcomes();
    expect(first).toMatchObject({ state: "measured", otherMoves: 0, readAtMs: expect.any(Number) });
    expect(first?.sentence).toMatch(
      /^After 5 minutes: pve1 memory \d+ % \(was \d+ %, predicted \d+ %\); pve2 memory .*; health \d+ \(was \d+, predicted \d+\)\.$/,
    );
    const [source, target] = first?.nodes ?? [];
    // The simulated guests use what they used before.
    expect(source?.after.memory).toBeCloseTo(source?.predicted.memory ?? -1, 1);
    expect(target?.after.memory).toBeCloseTo(target?.predicted.memory ?? -1, 1);
    expect(first?.cluster.worstShare.after).toBeGreaterThan(0);
    expect(second?.state).toBe("pending");
  });

  it("is missed when there was no reading around its time", async () => {
    await endedAgo(3 * 60 * MINUTE_MS);
    expect(await measureOutcomes(Date.now())).toEqual({ measured: 0, missed: 1 });
    expect((await outcomes())[1]).toMatchObject({
      state: "missed",
      readAtMs: null,
      sentence: "There was no reading of the cluster an hour after the move.",
    });
    await endedAgo(DAY_MS + 10 * MINUTE_MS);
    expect(await measureOutcomes(Date.now())).toEqual({ measured: 1, missed: 0 });
    expect((await outcomes()).map(({ state }) => state)).toEqual(["measured", "missed", "measured"]);
  });

  it("counts only for a move that was done", async () => {
    const failed = await aMove({ state: "failed", endedAt: new Date(Date.now() - 6 * MINUTE_MS) });
    expect(await measureOutcomes(Date.now())).toEqual({ measured: 0, missed: 0 });
    expect((await readMove(failed)).outcomes).toEqual([]);
  });
});

let vmid = 500;
/** A move as it is stored once it has ended. */
async function aMove(rest: {
  state?: "failed" | "cancelled";
  endedAt?: Date;
  requestedAt?: Date;
  guestName?: string;
  source?: string;
  reason?: string;
  log?: string;
}): Promise<string> {
  vmid += 1;
  const { state = "failed", endedAt = new Date(), ...data } = rest;
  const { id } = await prisma.move.create({
    data: {
      clusterId: cluster.clusterId,
      vmid,
      guestKind: "qemu",
      fromNode: "pve1",
      toNode: "pve3",
      kind: "live",
      source: "manual",
      requestedBy: "bo",
      ...data,
    },
  });
  await prisma.move.update({ where: { id }, data: { state, endedAt } });
  return id;
}

async function list(query: string): Promise<readonly MoveRow[]> {
  const response = await callRoute(readMoves, { cookie: viewer.cookie, path: `/api/v1/moves?${query}` });
  expect(response.status).toBe(200);
  return (await response.json()).data;
}

describe("the list of moves", () => {
  it.each([
    ["text=vm100", ["vm100"]],
    ["text=VM100%20PVE2", ["vm100"]],
    ["text=vm100%20pve3", []],
    ["text=100", ["vm100"]],
    ["text=%25", ["50% off"]],
    ["text=_", []],
    ["source=automation", ["robot"]],
    ["node=pve2&state=done", ["vm100"]],
    ["untilMs=86400000", ["old"]],
    ["sinceMs=1000&untilMs=86400000", []],
    ["text=rule%20web", ["robot"]],
  ])("found by %s", async (query, names) => {
    await prisma.move.deleteMany({ where: { id: { not: moveId } } });
    await aMove({ guestName: "50% off" });
    await aMove({ guestName: "robot", source: "automation", reason: "The rule web is broken." });
    await aMove({ guestName: "old", requestedAt: new Date(500) });
    expect((await list(query)).map(({ guestName }) => guestName)).toEqual(names);
  });

  it("is exported with the same filters, and no cell is a formula", async () => {
    await aMove({ guestName: '=cmd|" /C calc"!A0', reason: 'a "quoted", reason\nof two lines' });
    const path = "/api/v1/moves/export?text=calc";
    const response = await callRoute(exportMoves, { cookie: viewer.cookie, path });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="moves-[\d-]+\.csv"$/);
    // Reading as text drops the mark at the beginning, which spreadsheets need.
    const text = await response.text();
    const [header, ...rest] = text.split("\r\n");
    expect(header).toMatch(/^requested,cluster,guest,name,type,from,to,/);
    expect(rest.join("\r\n")).toContain(`,"'=cmd|"" /C calc""!A0",qemu,pve1,pve3,`);
    expect(rest.join("\r\n")).toContain('"a ""quoted"", reason\nof two lines"');
    expect(rest.filter((line) => line !== "")).toHaveLength(1);
  });

  it("is exported whole where nothing is filtered", async () => {
    const response = await callRoute(exportMoves, { cookie: viewer.cookie, path: "/api/v1/moves/export" });
    const text = await response.text();
    expect(text.match(/[0-9a-f-]{36}\r\n/g)).toHaveLength(await prisma.move.count());
  });
});

describe("moves of long ago", () => {
  it("lose their log first, and go later with all that belongs to them; an end that is not known stays", async () => {
    const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
    const [recent, logless, gone] = [
      await aMove({ endedAt: ago(10), log: "TASK OK" }),
      await aMove({ endedAt: ago(40), log: "TASK OK" }),
      await aMove({ endedAt: ago(400), log: "TASK OK" }),
    ];
    const unknown = await prisma.move.create({
      data: {
        clusterId: cluster.clusterId,
        vmid: 900,
        guestKind: "qemu",
        fromNode: "pve1",
        toNode: "pve3",
        kind: "live",
        source: "manual",
        requestedBy: "bo",
        requestedAt: ago(500),
      },
    });
    await prisma.moveTransition.create({
      data: { moveId: gone, to: "planned", by: "bo", sentence: "It began." },
    });
    const recommendationId = crypto.randomUUID();
    const plan = { clusterId: cluster.clusterId, recommendationId, requestedBy: "bo", planMovesCount: 1 };
    await prisma.planRun.create({ data: { ...plan, state: "done", endedAt: ago(400) } });
    const kept = await prisma.planRun.create({ data: { ...plan, state: "done", endedAt: ago(300) } });

    const pruned = await pruneMoves(Date.now());

    expect(pruned).toEqual({ moves: 1, plans: 1, logs: 1 });
    const left = await prisma.move.findMany({ where: { id: { in: [recent, logless, gone, unknown.id] } } });
    expect(left.map(({ id, log }) => [id, log]).sort()).toEqual(
      [
        [recent, "TASK OK"],
        [logless, null],
        [unknown.id, null],
      ].sort(),
    );
    expect(await prisma.moveTransition.count({ where: { moveId: gone } })).toBe(0);
    expect((await prisma.planRun.findMany()).map(({ id }) => id)).toEqual([kept.id]);
    expect(await readMoveLog(recent)).toMatchObject({ lines: ["TASK OK"], removedAfterDays: null });
    await prisma.move.update({ where: { id: logless }, data: { taskUpid: "UPID:pve1:of-long-ago" } });
    expect(await readMoveLog(logless)).toMatchObject({ complete: true, lines: [], removedAfterDays: 30 });
    expect(await pruneMoves(Date.now())).toEqual({ moves: 0, plans: 0, logs: 0 });
  });
});
