import { afterEach, describe, expect, it } from "vitest";
import { GET } from "@/app/api/health/route";
import { closePool } from "@/lib/server/db/pool";
import { closePrisma, prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";

const { url } = useTestDatabase();

const live = () => callRoute(GET, { path: "/api/health" });
const ready = () => callRoute(GET, { path: "/api/health?ready" });

async function connectTo(address: string): Promise<void> {
  await closePrisma();
  await closePool();
  process.env.DATABASE_URL = address;
}

afterEach(async () => {
  await connectTo(url);
  await prisma.jobSchedule.deleteMany();
});

describe("health", () => {
  it("is good while the process answers, database or not", async () => {
    await connectTo("postgresql://nobody@127.0.0.1:1/nothing");
    const response = await live();
    expect([response.status, await response.json()]).toEqual([
      200,
      { data: { status: "ok", database: null, lastJobSecondsAgo: null } },
    ]);
  });
});

describe("readiness", () => {
  it("tells when a job was last started", async () => {
    const lastFiredAt = new Date(Date.now() - 42_000);
    await prisma.jobSchedule.create({ data: { functionId: "collect", cron: "* * * * *", lastFiredAt } });
    const { data } = await (await ready()).json();
    expect(data).toMatchObject({ status: "ok", database: "ok" });
    expect(data.lastJobSecondsAgo).toBeGreaterThanOrEqual(42);
  });

  it("fails without a database, and shows nothing of its address", async () => {
    await connectTo("postgresql://nobody:secret@127.0.0.1:1/nothing");
    const response = await ready();
    expect(response.status).toBe(503);
    const { error } = await response.json();
    expect([error.code, error.message]).toEqual(["upstream_unavailable", "The database does not answer."]);
  });

  it("fails when no job has been started for long", async () => {
    const lastFiredAt = new Date(Date.now() - 400_000);
    await prisma.jobSchedule.create({ data: { functionId: "collect", cron: "* * * * *", lastFiredAt } });
    const response = await ready();
    expect([response.status, (await response.json()).error.message]).toEqual([
      503,
      expect.stringMatching(/^No background job has started for 40\d s\.$/),
    ]);
  });
});
