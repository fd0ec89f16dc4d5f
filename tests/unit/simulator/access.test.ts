import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator(smallCluster(), { speed: 0 });
});
afterAll(() => simulator.stop());

const narrow = (): TestSimulator => ({
  ...simulator,
  tokenId: "narrow@pve!look",
  tokenSecret: "22222222-2222-4222-8222-222222222222",
});
const pool = (): TestSimulator => ({
  ...simulator,
  tokenId: "pool@pve!look",
  tokenSecret: "33333333-3333-4333-8333-333333333333",
});

describe("authentication", () => {
  it.each([
    ["no token", {}, "No ticket"],
    [
      "a wrong secret",
      { Authorization: "PVEAPIToken=evenkeel@pve!main=00000000-0000-4000-8000-000000000000" },
      "invalid token value!",
    ],
    [
      "an unknown token",
      { Authorization: "PVEAPIToken=evenkeel@pve!nix=00000000-0000-4000-8000-000000000000" },
      "no such token 'nix' for user 'evenkeel@pve'",
    ],
    [
      "an unknown user",
      { Authorization: "PVEAPIToken=who@pve!nix=00000000-0000-4000-8000-000000000000" },
      "no such user ('who@pve')",
    ],
    [
      "a broken ticket",
      { Cookie: "PVEAuthCookie=PVE:root@pam:AAAAAAAA::x" },
      "permission denied - invalid PVE ticket",
    ],
  ])("refuses %s with an empty 401", async (_what, headers, reason) => {
    const answer = await pveRequest(simulator, "/version", { anonymous: true, headers });
    expect(answer).toMatchObject({ status: 401, reason, text: "" });
  });

  it("says the same to everybody from 9.2 on", async () => {
    const newer = await startTestSimulator(smallCluster({ pve: "9.2" }), { speed: 0 });
    const answer = await pveRequest(newer, "/version", { anonymous: true });
    await newer.stop();
    expect(answer.reason).toBe("Authentication failed!");
  });

  it("delays a refusal", async () => {
    const slow = await startTestSimulator(smallCluster(), { speed: 0, authenticationDelaySeconds: 0.2 });
    const before = performance.now();
    await pveRequest(slow, "/version", { anonymous: true });
    const elapsed = performance.now() - before;
    await slow.stop();
    expect(elapsed).toBeGreaterThan(190);
  });

  it("gives a ticket for a password, and asks its holder for the CSRF token in writes", async () => {
    const { ticket, CSRFPreventionToken, clustername } = await pveData<Record<string, string>>(
      simulator,
      "/access/ticket",
      {
        method: "POST",
        anonymous: true,
        body: new URLSearchParams({ username: "root", realm: "pam", password: "simulator" }).toString(),
      },
    );
    expect(clustername).toBe("small");
    const Cookie = `PVEAuthCookie=${encodeURIComponent(ticket ?? "")}`;

    const read = await pveRequest(simulator, "/version", { anonymous: true, headers: { Cookie } });
    expect(read.status).toBe(200);
    const write = { method: "POST", anonymous: true } as const;
    const path = "/nodes/pve2/qemu/102/status/start";
    const refused = await pveRequest(simulator, path, { ...write, headers: { Cookie } });
    expect(refused).toMatchObject({ status: 401, reason: "Permission denied - invalid csrf token" });
    const accepted = await pveRequest(simulator, path, {
      ...write,
      headers: { Cookie, CSRFPreventionToken: CSRFPreventionToken ?? "" },
    });
    expect(accepted.body?.data).toMatch(
      /^UPID:pve2:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:qmstart:102:root@pam:$/,
    );
  });

  it("answers a wrong password with 401 and a body", async () => {
    const answer = await pveRequest(simulator, "/access/ticket", {
      method: "POST",
      anonymous: true,
      body: "username=root%40pam&password=wrong",
    });
    expect(answer).toMatchObject({ status: 401, reason: "authentication failure", body: { data: null } });
  });
});

describe("permissions", () => {
  it("leave rows out without a word", async () => {
    const all = await pveData<{ id: string }[]>(simulator, "/cluster/resources");
    const seen = await pveData<{ id: string }[]>(narrow(), "/cluster/resources");
    expect(all.length).toBeGreaterThan(15);
    expect(seen.map((row) => row.id).sort()).toEqual(["lxc/101", "node/pve1", "node/pve2", "node/pve3"]);
    expect(seen.find((row) => row.id === "node/pve1")).not.toHaveProperty("cpu");
  });

  it("of a pool count for its guests", async () => {
    const seen = await pveData<{ id: string }[]>(pool(), "/cluster/resources?type=vm");
    expect(seen.map((row) => row.id)).toEqual(["qemu/100"]);
  });

  it("are named when they are missing", async () => {
    const status = await pveRequest(narrow(), "/cluster/status");
    expect(status).toMatchObject({ status: 403, reason: "Permission check failed (/, Sys.Audit)" });
    const guest = await pveRequest(narrow(), "/nodes/pve1/qemu/100/config");
    expect(guest.reason).toBe("Permission check failed (/vms/100, VM.Audit)");
    const storage = await pveRequest(narrow(), "/nodes/pve1/storage/ceph/content");
    expect(storage.reason).toBe(
      "Permission check failed (/storage/ceph, Datastore.Audit|Datastore.AllocateSpace)",
    );
  });

  it("can be asked for", async () => {
    const rights = await pveData<Record<string, Record<string, number>>>(simulator, "/access/permissions");
    expect(rights["/"]).toMatchObject({ "Sys.Audit": 1, "VM.Migrate": 1 });
    const few = await pveData<Record<string, Record<string, number>>>(narrow(), "/access/permissions");
    expect(few["/"]).toEqual({});
    expect(few["/vms/101"]).toMatchObject({ "VM.Audit": 1 });
  });

  it("keep options of root from everybody else", async () => {
    const answer = await pveRequest(simulator, "/nodes/pve2/qemu/102/status/start?skiplock=1", {
      method: "POST",
    });
    expect(answer.body?.errors).toEqual({ skiplock: "Only root may use this option." });
  });

  it("let a user make a token for itself, which then may do nothing until it is given rights", async () => {
    const Cookie = `PVEAuthCookie=${encodeURIComponent(await ticketOf("ops@pve", "correct horse"))}`;
    const login = await logIn("ops@pve", "correct horse");
    const { value = "", "full-tokenid": tokenId = "" } = await pveData<Record<string, string>>(
      simulator,
      "/access/users/ops@pve/token/fresh",
      {
        method: "POST",
        anonymous: true,
        headers: { Cookie, CSRFPreventionToken: login.CSRFPreventionToken ?? "" },
      },
    );
    expect(tokenId).toBe("ops@pve!fresh");
    const fresh = { ...simulator, tokenId, tokenSecret: value };
    expect((await pveRequest(fresh, "/version")).status).toBe(200);
    expect((await pveRequest(fresh, "/cluster/status")).status).toBe(403);
  });
});

async function logIn(username: string, password: string): Promise<Record<string, string>> {
  return await pveData(simulator, "/access/ticket", {
    method: "POST",
    anonymous: true,
    body: new URLSearchParams({ username, password }).toString(),
  });
}

async function ticketOf(username: string, password: string): Promise<string> {
  return (await logIn(username, password)).ticket ?? "";
}
