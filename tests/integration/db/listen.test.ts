import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "@/lib/server/db/listen";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();
let stopping = new AbortController();

afterEach(() => {
  stopping.abort();
  stopping = new AbortController();
});

async function listeners(): Promise<number> {
  const { rows } = await pool().query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'evenkeel listen' AND datname = current_database()",
  );
  return rows[0].n;
}

const notify = (channel: string, payload: string) =>
  pool().query("SELECT pg_notify($1, $2)", [channel, payload]);

describe("listening for notifications", () => {
  it("brings each payload to every handler of its channel, over one connection", async () => {
    const heard: string[] = [];
    await listen("rain", (payload) => heard.push(`a ${payload}`), stopping.signal);
    await Promise.all([
      listen("rain", (payload) => heard.push(`b ${payload}`), stopping.signal),
      listen("snow", (payload) => heard.push(`c ${payload}`), stopping.signal),
    ]);
    await notify("rain", "1");
    await notify("snow", "2");
    await notify("wind", "3");
    await expect.poll(() => heard).toEqual(["a 1", "b 1", "c 2"]);
    expect(await listeners()).toBe(1);
  });

  it("serves several that begin at the same moment", async () => {
    const heard: string[] = [];
    await Promise.all(
      ["one", "two", "three"].map((channel) => listen(channel, (text) => heard.push(text), stopping.signal)),
    );
    for (const channel of ["one", "two", "three"]) await notify(channel, channel);
    await expect.poll(() => heard).toEqual(["one", "two", "three"]);
  });

  it("comes back after its connection was ended, and says so, since something may have been missed", async () => {
    const heard: string[] = [];
    let reconnected = 0;
    await listen(
      "rain",
      (payload) => heard.push(payload),
      stopping.signal,
      () => {
        reconnected += 1;
      },
    );
    await pool().query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'evenkeel listen' AND datname = current_database()",
    );
    await expect.poll(() => reconnected, { timeout: 10_000 }).toBe(1);
    await notify("rain", "again");
    await expect.poll(() => heard).toEqual(["again"]);
  });

  it("goes on when a handler throws", async () => {
    const heard: string[] = [];
    await listen(
      "rain",
      () => {
        throw new Error("a handler with a bug");
      },
      stopping.signal,
    );
    await listen("rain", (payload) => heard.push(payload), stopping.signal);
    await notify("rain", "still here");
    await expect.poll(() => heard).toEqual(["still here"]);
  });

  it("hears nothing more once told to stop, and keeps no connection", async () => {
    const heard: string[] = [];
    await listen("rain", (payload) => heard.push(payload), stopping.signal);
    stopping.abort();
    await expect.poll(listeners).toBe(0);
    await notify("rain", "too late");
    expect(heard).toEqual([]);
  });
});

describe("the database clients", () => {
  it("share one pool whose sessions run in UTC", async () => {
    const { rows } = await pool().query("SHOW TimeZone");
    expect(rows).toEqual([{ TimeZone: "UTC" }]);
    expect(pool()).toBe(pool());
    await prisma.setting.create({ data: { scope: "global", key: "a", value: 1 } });
    expect((await pool().query("SELECT value FROM setting")).rows).toEqual([{ value: 1 }]);
  });

  it("answer to transactions and models through the lazy Prisma client", async () => {
    const [count, rows] = await prisma.$transaction([prisma.setting.count(), prisma.setting.findMany()]);
    expect(count).toBe(rows.length);
  });

  it("do not fall with an idle connection that the server ends", async () => {
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()",
    );
    await client.end();
    await expect.poll(async () => (await prisma.setting.count().catch(() => -1)) >= 0).toBe(true);
  });
});
