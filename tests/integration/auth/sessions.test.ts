import { describe, expect, it, vi } from "vitest";
import { PUT as changePassword } from "@/app/api/v1/account/password/route";
import { DELETE as revokeSession } from "@/app/api/v1/account/sessions/[sessionId]/route";
import { GET as readSessions } from "@/app/api/v1/account/sessions/route";
import { GET as readSession } from "@/app/api/v1/session/route";
import { DELETE as revokeAll } from "@/app/api/v1/users/[userId]/sessions/route";
import { forgetOldSessions } from "@/lib/server/auth/forget-old-sessions";
import { verifyPassword } from "@/lib/server/auth/password-hash";
import { forgetSessions } from "@/lib/server/auth/session-cache";
import { prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { aUser, openSessionOf, sessionCookie, signedIn, TEST_PASSWORD } from "@/tests/support/signed-in";

useTestDatabase();

const HOUR_MS = 3_600_000;

async function statusOf(cookie: string): Promise<number> {
  return (await callRoute(readSession, { cookie })).status;
}

describe("a session", () => {
  it("is refused when its cookie was not signed here", async () => {
    const { cookie } = await signedIn();
    expect(await statusOf(`${cookie.slice(0, -3)}abc`)).toBe(401);
    expect(await statusOf("evenkeel.session=nonsense")).toBe(401);
    expect(await statusOf(await sessionCookie("00000000-0000-4000-8000-000000000000"))).toBe(401);
  });

  it("ends when it was not used for its time", async () => {
    const { cookie, viewer } = await signedIn();
    const past = new Date(Date.now() - 1_000);
    await prisma.session.update({ where: { id: viewer.sessionId }, data: { expiresAt: past } });
    expect(await statusOf(cookie)).toBe(401);
  });

  it("is prolonged by being used, at most once a minute", async () => {
    const { cookie, viewer } = await signedIn();
    const where = { id: viewer.sessionId };
    const seen = new Date(Date.now() - 2 * 60_000);
    await prisma.session.update({ where, data: { lastSeenAt: seen } });
    expect(await statusOf(cookie)).toBe(200);
    const { expiresAt, lastSeenAt } = await prisma.session.findUniqueOrThrow({ where });
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(11.9 * HOUR_MS);
    forgetSessions();
    await statusOf(cookie);
    expect((await prisma.session.findUniqueOrThrow({ where })).lastSeenAt).toEqual(lastSeenAt);
  });

  it("is not prolonged beyond 30 days after its sign-in", async () => {
    const { cookie, viewer } = await signedIn();
    const where = { id: viewer.sessionId };
    const createdAt = new Date(Date.now() - (30 * 24 - 1) * HOUR_MS);
    await prisma.session.update({ where, data: { createdAt, lastSeenAt: createdAt } });
    expect(await statusOf(cookie)).toBe(200);
    const { expiresAt } = await prisma.session.findUniqueOrThrow({ where });
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(HOUR_MS);
  });

  it("ends at once here and within two seconds on other replicas when it is revoked", async () => {
    const { cookie, viewer } = await signedIn();
    expect(await statusOf(cookie)).toBe(200);
    // Behind this process's back, as another replica would.
    await prisma.session.update({ where: { id: viewer.sessionId }, data: { revokedAt: new Date() } });
    await vi.waitFor(async () => expect(await statusOf(cookie)).toBe(401), { timeout: 6_000 });
  });
});

describe("one's own sessions", () => {
  it("are listed, and one of them can be ended", async () => {
    const user = await aUser();
    const [here, there] = [await openSessionOf(user), await openSessionOf(user)];
    const { data } = await (await callRoute(readSessions, { cookie: here.cookie })).json();
    expect(data.map((one: { id: string; current: boolean }) => [one.id, one.current]).sort()).toEqual(
      [
        [here.viewer.sessionId, true],
        [there.viewer.sessionId, false],
      ].sort(),
    );
    const params = { sessionId: there.viewer.sessionId };
    expect((await callRoute(revokeSession, { method: "DELETE", params, cookie: here.cookie })).status).toBe(
      200,
    );
    expect([await statusOf(here.cookie), await statusOf(there.cookie)]).toEqual([200, 401]);
  });

  it("are not anybody else's", async () => {
    const [mine, other] = [await signedIn({ role: "admin" }), await signedIn()];
    const params = { sessionId: other.viewer.sessionId };
    expect((await callRoute(revokeSession, { method: "DELETE", params, cookie: mine.cookie })).status).toBe(
      404,
    );
    expect(await statusOf(other.cookie)).toBe(200);
  });

  it("are ended by an administrator", async () => {
    const [admin, other] = [await signedIn({ role: "admin" }), await signedIn()];
    const params = { userId: other.viewer.userId };
    expect((await callRoute(revokeAll, { method: "DELETE", params, cookie: admin.cookie })).status).toBe(200);
    expect(await statusOf(other.cookie)).toBe(401);
  });
});

describe("changing one's own password", () => {
  const change = (cookie: string, currentPassword: string, newPassword = "grape-heron-cello-77") =>
    callRoute(changePassword, { method: "PUT", cookie, body: { currentPassword, newPassword } });

  it("ends the other sessions and keeps this one", async () => {
    const user = await aUser();
    const [here, there] = [await openSessionOf(user), await openSessionOf(user)];
    expect((await change(here.cookie, TEST_PASSWORD)).status).toBe(200);
    expect([await statusOf(here.cookie), await statusOf(there.cookie)]).toEqual([200, 401]);
    const { passwordHash } = await prisma.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(await verifyPassword(passwordHash, "grape-heron-cello-77")).toBe(true);
  });

  it("needs the current one, and cannot be tried without end", async () => {
    const { cookie } = await signedIn();
    for (let n = 0; n < 5; n += 1) expect((await change(cookie, "wrong")).status).toBe(422);
    const refused = await change(cookie, TEST_PASSWORD);
    expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([
      429,
      expect.closeTo(15, -1),
    ]);
  });

  it.each([
    ["too short", "short-1"],
    ["too common", "password12345"],
    ["the current one", TEST_PASSWORD],
  ])("refuses one that is %s", async (_why, newPassword) => {
    const { cookie } = await signedIn();
    expect((await change(cookie, TEST_PASSWORD, newPassword)).status).toBe(422);
  });
});

describe("the clean-up", () => {
  it("removes sessions that ended a month ago and spent counters, and nothing else", async () => {
    const [old, fresh] = [await signedIn(), await signedIn()];
    const longAgo = new Date(Date.now() - 31 * 24 * HOUR_MS);
    await prisma.session.update({ where: { id: old.viewer.sessionId }, data: { expiresAt: longAgo } });
    await prisma.rateLimit.createMany({
      data: [
        { key: "spent", points: 1, expire: BigInt(Date.now() - 1) },
        { key: "counting", points: 1, expire: BigInt(Date.now() + 60_000) },
      ],
    });
    await forgetOldSessions(Date.now());
    expect(
      await prisma.session.count({ where: { id: { in: [old.viewer.sessionId, fresh.viewer.sessionId] } } }),
    ).toBe(1);
    expect(await prisma.rateLimit.count({ where: { key: { in: ["spent", "counting"] } } })).toBe(1);
  });
});
