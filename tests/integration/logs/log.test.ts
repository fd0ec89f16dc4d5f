import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as download from "@/app/api/v1/logs/export/route";
import * as logs from "@/app/api/v1/logs/route";
import { type LogRow, logList } from "@/lib/api/logs";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { childLog } from "@/lib/server/log";
import { keepLog } from "@/lib/server/logs/keep-log";
import { pruneLog } from "@/lib/server/logs/prune-log";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

vi.hoisted(() => {
  process.env.EVENKEEL_LOG_LEVEL = "info";
});

useTestDatabase();

const log = childLog("log-test");
let stop: () => Promise<void>;
let operator: SignedIn;

beforeEach(async () => {
  operator ??= await signedIn({ role: "operator" });
  await prisma.logEntry.deleteMany();
  stop = keepLog();
});
afterEach(() => stop());

async function ask(
  query = "",
): Promise<{ rows: LogRow[]; meta: { total: number; nextCursor: string | null } }> {
  const response = await callRoute(logs.GET, { path: `/api/v1/logs${query}`, cookie: operator.cookie });
  const body = await response.json();
  expect(body.error).toBeUndefined();
  return { rows: logList.parse(body.data), meta: body.meta };
}

const messages = async (query?: string) => (await ask(query)).rows.map(({ message }) => message);

describe("the program's log", () => {
  it("is stored with its level, its part, its fields and the process, newest first, without secrets", async () => {
    log.info({ cluster: "prod", token: "hush" }, "first");
    log.error({ err: new Error("lost, at postgresql://a:hush@db/x") }, "second");
    await stop();
    const { rows, meta } = await ask();
    expect(meta).toEqual({ total: 2, nextCursor: null });
    expect(rows).toEqual([
      expect.objectContaining({ message: "second", level: "error", component: "log-test" }),
      expect.objectContaining({
        message: "first",
        level: "info",
        fields: { cluster: "prod", token: "[secret]" },
      }),
    ]);
    expect(rows[0]?.fields.err).toMatchObject({
      type: "Error",
      message: "lost, at postgresql://a:[secret]@db/x",
    });
    expect(rows[0]?.process).toMatch(new RegExp(`:${process.pid}$`));
    expect(JSON.stringify(rows)).not.toContain("hush");
  });

  it("names the guest and the way of a move instead of its id alone", async () => {
    const { id: clusterId } = await prisma.cluster.create({
      data: { name: "prod", tokenId: "t", tokenSecretSealed: "s" },
    });
    const move = await prisma.move.create({
      data: {
        clusterId,
        vmid: 202,
        guestName: "billing",
        guestKind: "qemu",
        fromNode: "pve1",
        toNode: "pve2",
        kind: "live",
        source: "manual",
        requestedBy: "ana",
      },
    });
    const gone = randomUUID();
    log.info(`ana: move.request move:${move.id}, ok`);
    log.info(`ana: move.request move:${gone}, ok`);
    log.info("nothing moves: all is well");
    await stop();
    const { rows } = await ask();
    expect(rows.map((row) => row.move)).toEqual([
      null,
      null,
      { id: move.id, vmid: 202, guestName: "billing", from: "pve1", to: "pve2" },
    ]);
  });

  it("is filtered by level, by every word wherever it stands, and by part", async () => {
    log.info("read prod-a in 40 ms");
    log.warn({ node: "pve2" }, "took 100% of its time");
    childLog("other").error("read prod-b");
    await stop();
    expect(await messages("?level=warn")).toEqual(["read prod-b", "took 100% of its time"]);
    expect(await messages("?text=PROD+read")).toEqual(["read prod-b", "read prod-a in 40 ms"]);
    expect(await messages("?text=pve2")).toEqual(["took 100% of its time"]);
    expect(await messages("?text=0%25")).toEqual(["took 100% of its time"]);
    expect(await messages("?component=other")).toEqual(["read prod-b"]);
    expect(await messages("?text=nobody+said+that")).toEqual([]);
  });

  it("is read on from a line without missing or repeating any, also when several write at once", async () => {
    const others = [keepLog(), keepLog()];
    log.info("before");
    await Promise.all([stop(), ...others.map((end) => end())]);
    const [last] = (await ask()).rows;
    stop = keepLog();
    for (let n = 0; n < 30; n += 1) log.info({ n }, "after");
    await stop();
    const { rows, meta } = await ask(`?after=${last?.id}&limit=10`);
    expect(meta.total).toBe(30);
    expect(rows.map(({ fields }) => fields.n)).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
    const older = await ask(`?after=${last?.id}&limit=100&cursor=${meta.nextCursor}`);
    expect(older.rows.map(({ fields }) => fields.n)).toEqual([...Array(20).keys()].reverse());
    expect(older.meta.nextCursor).toBeNull();
  });

  it("keeps lines that could not be stored until they can be", async () => {
    await pool().query("ALTER TABLE log_entry RENAME TO elsewhere");
    log.warn("while it was away");
    await stop();
    await pool().query("ALTER TABLE elsewhere RENAME TO log_entry");
    await stop();
    expect(await messages()).toEqual(["while it was away"]);
  });

  it("is downloaded as the lines that were written, oldest first", async () => {
    log.info({ node: "pve1" }, "one");
    log.warn("two");
    await stop();
    const response = await callRoute(download.GET, { path: "/api/v1/logs/export", cookie: operator.cookie });
    expect(response.headers.get("content-disposition")).toMatch(/filename="evenkeel-[\dT-]+\.log"/);
    const lines = (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: "info", component: "log-test", node: "pve1", msg: "one" },
      { level: "warn", msg: "two" },
    ]);
  });

  it("forgets what is too old, and all but the newest of too many", async () => {
    for (const text of ["a", "b", "c", "d"]) log.info(text);
    await stop();
    const longAgo = new Date(Date.now() - 15 * 86_400_000);
    await prisma.logEntry.updateMany({ where: { message: "a" }, data: { at: longAgo } });
    expect(await pruneLog(Date.now(), 2)).toBe(2);
    expect(await messages()).toEqual(["d", "c"]);
    expect(await pruneLog(Date.now())).toBe(0);
  });

  it("is for operators", async () => {
    const { cookie } = await signedIn({ role: "viewer" });
    for (const { GET } of [logs, download])
      expect((await callRoute(GET, { path: "/api/v1/logs", cookie })).status).toBe(403);
  });
});
