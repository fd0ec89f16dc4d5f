import { beforeEach, describe, expect, it } from "vitest";
import { PATCH as patchPolicy } from "@/app/api/v1/clusters/[clusterId]/node-policies/[node]/route";
import { GET as readPolicies } from "@/app/api/v1/clusters/[clusterId]/node-policies/route";
import { DELETE as remove, PUT as replace } from "@/app/api/v1/clusters/[clusterId]/rules/[ruleId]/route";
import { POST as create, GET as read } from "@/app/api/v1/clusters/[clusterId]/rules/route";
import { prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

let operator: SignedIn;
let clusterId: string;

beforeEach(async () => {
  await prisma.user.deleteMany();
  await prisma.cluster.deleteMany();
  operator = await signedIn({ username: "keeper", role: "operator" });
  const cluster = await prisma.cluster.create({
    data: {
      name: "prod",
      tokenId: "a@pve!b",
      tokenSecretSealed: "sealed",
      nodes: { create: { name: "pve1" } },
    },
  });
  clusterId = cluster.id;
});

const apart = { name: "db apart", kind: "anti-affinity", vmids: [101, 100, 101], tags: ["DB"] };
const add = (body: object, { cookie } = operator) =>
  callRoute(create, { method: "POST", params: { clusterId }, body, cookie });
const listed = async () =>
  (await (await callRoute(read, { params: { clusterId }, cookie: operator.cookie })).json()).data;
const errorOf = async (response: Response) => (await response.json()).error;

describe("rules made on the page", () => {
  it("are kept as they were made, without repetitions", async () => {
    const response = await add(apart);
    expect(response.status).toBe(201);
    expect(await listed()).toMatchObject([
      {
        name: "db apart",
        kind: "anti-affinity",
        strict: true,
        vmids: [101, 100],
        tags: ["db"],
        updatedBy: "keeper",
      },
    ]);
    expect(await prisma.auditEntry.count({ where: { action: "rule.create" } })).toBe(1);
  });

  it("are changed and removed", async () => {
    const { id } = (await (await add(apart)).json()).data;
    const params = { clusterId, ruleId: id };
    const { cookie } = operator;
    const body = { ...apart, strict: false, enabled: false };
    expect((await callRoute(replace, { method: "PUT", params, body, cookie })).status).toBe(200);
    expect(await listed()).toMatchObject([{ strict: false, enabled: false }]);
    expect((await callRoute(remove, { method: "DELETE", params, cookie })).status).toBe(200);
    expect(await listed()).toEqual([]);
    const again = await callRoute(remove, { method: "DELETE", params, cookie });
    expect([again.status, (await errorOf(again)).message]).toEqual([
      404,
      "There is no such rule; somebody may have removed it.",
    ]);
  });

  it("have names of their own within a cluster", async () => {
    await add(apart);
    const response = await add(apart);
    expect([response.status, (await errorOf(response)).message]).toEqual([
      409,
      "There is already a rule db apart.",
    ]);
  });

  it.each([
    [{ name: "x", kind: "ignore" }, "Name at least one guest, tag or pool."],
    [{ name: "x", kind: "pin", vmids: [100] }, "A pin needs at least one node where its guests may be."],
    [{ name: "x", kind: "affinity", vmids: [100], nodes: ["pve1"] }, "Only a pin names nodes."],
    [{ name: "", kind: "ignore", vmids: [100] }, "A rule needs a name."],
    [{ name: "x", kind: "ignore", vmids: [7] }, "VMIDs begin at 100."],
    [{ name: "x", kind: "ignore", tags: ["two words"] }, "A tag has letters, digits and _ - + . only."],
  ])("that mean nothing are refused with a sentence: %j", async (body, message) => {
    const response = await add(body);
    expect(response.status).toBe(422);
    expect(JSON.stringify(await errorOf(response))).toContain(message);
    expect(await prisma.placementRule.count()).toBe(0);
  });

  it("are not a viewer's to make, nor for a cluster that is not there", async () => {
    const viewer = await signedIn({ username: "guest", role: "viewer" });
    expect((await add(apart, viewer)).status).toBe(403);
    clusterId = "00000000-0000-4000-8000-000000000000";
    expect((await add(apart)).status).toBe(404);
  });
});

describe("a node's policy", () => {
  const change = (node: string, body: object) =>
    callRoute(patchPolicy, { method: "PATCH", params: { clusterId, node }, body, cookie: operator.cookie });

  it("keeps what is not named", async () => {
    await change("pve1", { ignored: true });
    await change("pve1", { memoryReserveBytes: 8_589_934_592 });
    const answer = await callRoute(readPolicies, { params: { clusterId }, cookie: operator.cookie });
    expect((await answer.json()).data).toMatchObject([
      { node: "pve1", ignored: true, memoryReserveBytes: 8_589_934_592, maintenanceSinceMs: null },
    ]);
  });

  it("is of a node that is there, and says something", async () => {
    expect((await change("pve9", { ignored: true })).status).toBe(404);
    expect((await change("pve1", {})).status).toBe(422);
    expect((await change("pve1", { memoryReserveBytes: -1 })).status).toBe(422);
  });
});
