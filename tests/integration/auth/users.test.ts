import { beforeEach, describe, expect, it } from "vitest";
import { GET as readSession } from "@/app/api/v1/session/route";
import { GET as readSettings } from "@/app/api/v1/settings/route";
import { POST as setup } from "@/app/api/v1/setup/route";
import { PATCH as update } from "@/app/api/v1/users/[userId]/route";
import { POST as create, GET as read } from "@/app/api/v1/users/route";
import { prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { signInOverHttp } from "@/tests/support/sign-in-over-http";
import { aUser, openSessionOf, type SignedIn, signedIn, TEST_PASSWORD } from "@/tests/support/signed-in";

useTestDatabase();

let admin: SignedIn;

beforeEach(async () => {
  await prisma.user.deleteMany();
  await prisma.rateLimit.deleteMany();
  admin = await signedIn({ username: "boss", role: "admin" });
});

const change = (userId: string, body: object, { cookie } = admin) =>
  callRoute(update, { method: "PATCH", params: { userId }, body, cookie });
const messageOf = async (response: Response) => (await response.json()).error.message;

describe("users", () => {
  const input = {
    username: "New.User",
    name: "New User",
    role: "operator",
    password: "given-walrus-piano-9",
  };

  it("are added with a password that they have to change", async () => {
    const response = await callRoute(create, { method: "POST", body: input, cookie: admin.cookie });
    expect(response.status).toBe(201);
    const { data } = await response.json();
    expect(data).toMatchObject({ username: "new.user", role: "operator", mustChangePassword: true });
    expect(JSON.stringify(data)).not.toMatch(/argon2|walrus/);
    const { cookie } = await signInOverHttp({ username: "new.user", password: input.password });
    const refused = await callRoute(readSettings, { cookie });
    expect([refused.status, (await refused.json()).error.code]).toEqual([403, "setup_required"]);
  });

  it("have user names of their own", async () => {
    await aUser({ username: "new.user" });
    const response = await callRoute(create, { method: "POST", body: input, cookie: admin.cookie });
    expect([response.status, await messageOf(response)]).toEqual([409, "There is already a user new.user."]);
  });

  it("are listed without anything secret", async () => {
    const text = await (await callRoute(read, { cookie: admin.cookie })).text();
    expect(JSON.parse(text).data).toHaveLength(1);
    expect(text).not.toContain("argon2");
  });

  it("are named by their changes in the audit log, without the password", async () => {
    const user = await aUser();
    await change(user.id, { password: "given-walrus-piano-9" });
    const entry = await prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(entry).toMatchObject({
      actorName: "boss",
      action: "user.update",
      details: { password: "[secret]" },
    });
  });
});

describe("changing a user", () => {
  it("gives the new role to sessions that are open", async () => {
    const user = await signedIn({ role: "viewer" });
    await change(user.viewer.userId, { role: "operator" });
    const { data } = await (await callRoute(readSession, { cookie: user.cookie })).json();
    expect(data.role).toBe("operator");
  });

  it.each([
    ["disabled", { disabled: true }],
    ["given a new password", { password: "given-walrus-piano-9" }],
  ])("ends the sessions of one who is %s", async (_what, body) => {
    const user = await signedIn();
    expect((await change(user.viewer.userId, body)).status).toBe(200);
    expect((await callRoute(readSession, { cookie: user.cookie })).status).toBe(401);
  });

  it.each([
    ["disables", { disabled: true }, "You cannot disable yourself."],
    ["demotes", { role: "viewer" }, "You cannot change your own role; ask another administrator."],
  ])("is refused to whoever %s themselves", async (_what, body, message) => {
    await aUser({ role: "admin" });
    const response = await change(admin.viewer.userId, body);
    expect([response.status, await messageOf(response)]).toEqual([409, message]);
  });

  it("leaves the last administrator one, also when two demote each other at once", async () => {
    const other = await signedIn({ role: "admin" });
    const outcomes = await Promise.all([
      change(other.viewer.userId, { role: "viewer" }),
      change(admin.viewer.userId, { role: "viewer" }, other),
    ]);
    expect(outcomes.map(({ status }) => status).sort()[0]).toBe(200);
    expect(await prisma.user.count({ where: { role: "admin", disabledAt: null } })).toBe(1);
  });

  it("does not find a user who is not there", async () => {
    expect((await change("00000000-0000-4000-8000-000000000000", { name: "X" })).status).toBe(404);
  });
});

describe("the first set-up", () => {
  const chosen = { username: "ana", name: "Ana Smith", password: "grape-heron-cello-77" };

  async function firstStart(): Promise<SignedIn> {
    await prisma.user.deleteMany();
    return openSessionOf(await aUser({ username: "admin", role: "admin", mustChangePassword: true }));
  }
  const finish = (cookie: string, body: object = chosen) =>
    callRoute(setup, { method: "POST", body, cookie });

  it("gives the launcher's account to its owner, and voids the password it printed", async () => {
    const first = await firstStart();
    const response = await finish(first.cookie);
    expect((await response.json()).data).toMatchObject({
      username: "ana",
      role: "admin",
      setupRequired: false,
    });
    expect((await callRoute(readSettings, { cookie: first.cookie })).status).toBe(200);
    expect((await signInOverHttp({ username: "admin", password: TEST_PASSWORD })).cookie).toBe("");
    expect((await signInOverHttp({ username: "ana", password: chosen.password })).cookie).not.toBe("");
  });

  it("happens once", async () => {
    const first = await firstStart();
    await finish(first.cookie);
    expect((await finish(first.cookie, { ...chosen, username: "zoe" })).status).toBe(409);
  });

  it("opens nothing else before", async () => {
    const { cookie } = await firstStart();
    expect((await callRoute(readSettings, { cookie })).status).toBe(403);
    const { data } = await (await callRoute(readSession, { cookie })).json();
    expect(data).toMatchObject({ setupRequired: true, firstRun: true });
  });

  it.each([
    ["the printed one", TEST_PASSWORD],
    ["made of one's own name", "ana-smith-2026"],
    ["short", "heron-77"],
  ])("refuses a password that is %s", async (_why, password) => {
    const { cookie } = await firstStart();
    expect((await finish(cookie, { ...chosen, password })).status).toBe(422);
  });

  it("keeps the user name of somebody whom an administrator added", async () => {
    const added = await signedIn({ username: "ben", mustChangePassword: true });
    const response = await finish(added.cookie, { ...chosen, username: "boss2" });
    expect([response.status, await messageOf(response)]).toEqual([
      422,
      "Your user name is ben; an administrator chose it.",
    ]);
    expect((await finish(added.cookie, { ...chosen, username: "ben" })).status).toBe(200);
  });
});
