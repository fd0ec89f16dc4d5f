import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as readNextAuth } from "@/app/api/auth/[...nextauth]/route";
import { GET as readSession } from "@/app/api/v1/session/route";
import { prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { signInOverHttp, signOutOverHttp } from "@/tests/support/sign-in-over-http";
import { aUser, TEST_PASSWORD } from "@/tests/support/signed-in";

const verified = vi.hoisted(() => ({ hashes: [] as string[] }));
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  return {
    ...argon2,
    verify: (hash: string, password: string) => {
      verified.hashes.push(hash);
      return argon2.verify(hash, password);
    },
  };
});

useTestDatabase();

beforeEach(async () => {
  verified.hashes.length = 0;
  await prisma.rateLimit.deleteMany();
});

afterEach(() => {
  delete process.env.NEXTAUTH_URL;
});

const whoAmI = (cookie: string) => callRoute(readSession, { path: "/api/v1/session", cookie });

describe("signing in", () => {
  it("opens a session that says who it is", async () => {
    const user = await aUser({ username: "ana", name: "Ana", role: "operator" });
    const { cookie } = await signInOverHttp({ username: " ANA ", password: TEST_PASSWORD });
    const response = await whoAmI(cookie);
    expect(await response.json()).toEqual({
      data: {
        userId: user.id,
        username: "ana",
        name: "Ana",
        role: "operator",
        setupRequired: false,
        firstRun: false,
      },
    });
    const session = await prisma.session.findFirstOrThrow({ where: { userId: user.id } });
    expect(session).toMatchObject({ ipAddress: "192.0.2.1", revokedAt: null });
    expect((await prisma.user.findUniqueOrThrow({ where: { id: user.id } })).lastSignInAt).not.toBeNull();
  });

  it("sets a cookie that scripts cannot read and other sites cannot send", async () => {
    await aUser({ username: "bea" });
    const { sessionSetCookie } = await signInOverHttp({ username: "bea", password: TEST_PASSWORD });
    expect(sessionSetCookie).toMatch(/^evenkeel\.session=.*; Path=\/;.*HttpOnly; SameSite=Lax$/);
  });

  it("ties the cookie to the host where the address has TLS", async () => {
    process.env.NEXTAUTH_URL = "https://evenkeel.test:3000";
    await aUser({ username: "cleo" });
    const { sessionSetCookie, cookie } = await signInOverHttp({ username: "cleo", password: TEST_PASSWORD });
    expect(sessionSetCookie).toMatch(
      /^__Host-evenkeel\.session=.*; Path=\/;.*HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await whoAmI(cookie)).status).toBe(200);
  });

  it("fails alike for a wrong password, an unknown and a disabled user, after one hash each", async () => {
    await aUser({ username: "dan" });
    await aUser({ username: "eve", disabled: true });
    const outcomes = [];
    for (const [username, password] of [
      ["dan", "wrong-password"],
      ["nobody", "wrong-password"],
      ["eve", TEST_PASSWORD],
      ["no body!", "wrong-password"],
    ] as const) {
      verified.hashes.length = 0;
      const { status, error, cookie } = await signInOverHttp({ username, password });
      outcomes.push({ status, error, cookie, hashes: verified.hashes.length });
    }
    expect(new Set(outcomes.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ status: 401, error: "CredentialsSignin", cookie: "", hashes: 1 })]),
    );
  });

  it("needs next-auth's own token against forged forms", async () => {
    await aUser({ username: "finn" });
    const { cookie } = await signInOverHttp({ username: "finn", password: TEST_PASSWORD, csrf: "missing" });
    expect(cookie).toBe("");
  });

  it("is refused from a page of another site", async () => {
    await aUser({ username: "gil" });
    const headers = { origin: "https://evil.example" };
    const outcome = await signInOverHttp({ username: "gil", password: TEST_PASSWORD, headers });
    expect([outcome.status, outcome.error]).toEqual([403, "forbidden"]);
  });

  it("leaves an entry in the audit log, without names that no user has", async () => {
    await prisma.$executeRaw`ALTER TABLE audit_entry DISABLE TRIGGER USER`;
    await prisma.auditEntry.deleteMany();
    await prisma.$executeRaw`ALTER TABLE audit_entry ENABLE TRIGGER USER`;
    await aUser({ username: "hal" });
    await signInOverHttp({ username: "hal", password: TEST_PASSWORD });
    await signInOverHttp({ username: "my-secret-password", password: "x" });
    const entries = await prisma.auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(entries.map(({ actorName, target, result }) => [actorName, target, result])).toEqual([
      ["hal", "user:hal", "ok"],
      ["system", "user:unknown", "not_signed_in"],
    ]);
  });
});

describe("the throttle", () => {
  it("refuses the sixth try for a user, whatever its password, and says when to try again", async () => {
    await aUser({ username: "ida" });
    for (let n = 0; n < 5; n += 1) {
      expect((await signInOverHttp({ username: "ida", password: "wrong-password" })).error).toBe(
        "CredentialsSignin",
      );
    }
    verified.hashes.length = 0;
    const { error } = await signInOverHttp({
      username: "ida",
      password: TEST_PASSWORD,
      address: "192.0.2.99",
    });
    expect(error).toMatch(/^Too many failed tries\. Try again in 1\d s\.$/);
    expect(verified.hashes).toEqual([]);
  });

  it("grows the wait with each further failure", async () => {
    await aUser({ username: "jo" });
    for (let n = 0; n < 5; n += 1) await signInOverHttp({ username: "jo", password: "wrong-password" });
    await prisma.rateLimit.updateMany({
      where: { key: { startsWith: "lock:" } },
      data: { expire: BigInt(0) },
    });
    expect((await signInOverHttp({ username: "jo", password: "wrong" })).error).toBe("CredentialsSignin");
    expect((await signInOverHttp({ username: "jo", password: "wrong" })).error).toMatch(/in (2\d|30) s\.$/);
  });

  it("is forgotten by the right password", async () => {
    await aUser({ username: "kim" });
    for (let n = 0; n < 4; n += 1) await signInOverHttp({ username: "kim", password: "wrong-password" });
    expect((await signInOverHttp({ username: "kim", password: TEST_PASSWORD })).error).toBeNull();
    expect((await signInOverHttp({ username: "kim", password: "wrong-password" })).error).toBe(
      "CredentialsSignin",
    );
    expect((await signInOverHttp({ username: "kim", password: TEST_PASSWORD })).error).toBeNull();
  });

  it("counts tries that come all at once", async () => {
    await aUser({ username: "lea" });
    const tries = Array.from({ length: 20 }, () =>
      signInOverHttp({ username: "lea", password: "wrong-password" }),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter(({ error }) => error === "CredentialsSignin")).toHaveLength(5);
    expect(verified.hashes).toHaveLength(5);
  });

  it("stops one address that goes through many names", async () => {
    const outcomes = [];
    for (let n = 0; n < 21; n += 1) {
      outcomes.push(await signInOverHttp({ username: `guess-${n}`, password: "x", address: "198.51.100.7" }));
    }
    expect(outcomes.slice(0, 20).every(({ error }) => error === "CredentialsSignin")).toBe(true);
    expect(outcomes[20]?.error).toMatch(/^Too many/);
  });
});

describe("signing out", () => {
  const visibleTo = async (cookie: string) =>
    (
      await callRoute(readNextAuth, { params: { nextauth: ["session"] }, path: "/api/auth/session", cookie })
    ).json();

  it("ends the session for good: the cookie is worth nothing afterwards", async () => {
    await aUser({ username: "max" });
    const { cookie } = await signInOverHttp({ username: "max", password: TEST_PASSWORD });
    expect(await visibleTo(cookie)).toMatchObject({ user: { username: "max", role: "viewer" } });
    expect((await signOutOverHttp(cookie)).status).toBe(200);
    expect((await whoAmI(cookie)).status).toBe(401);
    expect(await visibleTo(cookie)).toEqual({});
    const entry = await prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(entry).toMatchObject({ actorName: "max", action: "session.sign-out" });
  });

  it.each([
    ["/sign-in", "http://evenkeel.test:3000/sign-in"],
    ["https://evil.example/", "http://evenkeel.test:3000/"],
    ["//evil.example/", "http://evenkeel.test:3000/"],
  ])("leads from %s to %s: back to the name that the browser knows this server by", async (asked, led) => {
    process.env.NEXTAUTH_URL = "http://127.0.0.1:3000";
    await prisma.user.deleteMany({ where: { username: "nora" } });
    await aUser({ username: "nora" });
    const { cookie } = await signInOverHttp({ username: "nora", password: TEST_PASSWORD });
    expect((await (await signOutOverHttp(cookie, asked)).json()).url).toBe(led);
  });
});
