import { beforeEach, describe, expect, it } from "vitest";
import { GET as readOptions } from "@/app/api/v1/guests/[clusterId]/[vmid]/migration-options/route";
import { migrationOption, type PlanView, planView } from "@/lib/api/recommendations";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { prisma } from "@/lib/server/db/prisma";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { recommendMoves } from "@/lib/server/recommendations/recommend-moves";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES } from "@/tests/support/sample-snapshot";
import { signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const GIB = 2 ** 30;
const NOW = Date.UTC(2026, 0, 5, 8);
const MINUTE = 60_000;

let clusterId: string;
beforeEach(async () => {
  await prisma.cluster.deleteMany();
  const data = { name: "prod", tokenId: "a@pve!b", tokenSecretSealed: "sealed" };
  clusterId = (await prisma.cluster.create({ data })).id;
  await prisma.nodePolicy.create({ data: { clusterId, node: "pve1", maintenanceSince: new Date(NOW) } });
});

/** Two guests on pve1, which is in maintenance, and an empty pve2. */
async function read(guestBytes: number, atMs = NOW): Promise<void> {
  const text = JSON.stringify({
    version: 1,
    nodes: ["pve1", "pve2"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
    guests: [100, 101].map((vmid) => ({
      ...{ vmid, node: "pve1", cores: 4, cpuUsed: 1, memory: guestBytes, memoryUsed: guestBytes },
    })),
  });
  const snapshot = snapshotFromScenario(parseScenario(text).scenario);
  await storeSnapshot({ ...snapshot, clusterId, readAtMs: atMs }, NO_SCORES);
}

async function advise(atMs = NOW): Promise<PlanView> {
  await recommendMoves(clusterId, atMs);
  const newest = await prisma.recommendation.findFirst({ orderBy: { createdAt: "desc" } });
  const plan = planView.parse(newest?.plan);
  expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
  return plan;
}

describe("a guest that somebody left on purpose on a node in maintenance", () => {
  const left = {
    kind: "qemu",
    wasRunning: true,
    ha: false,
    fromNode: "pve1",
    choice: "leave",
    state: "left",
  };

  it("is not proposed, is told of, and is no reason to empty the node", async () => {
    await read(4 * GIB);
    expect((await advise()).moves.map(({ vmid }) => vmid)).toEqual([100, 101]);
    const { id: maintenanceId } = await prisma.maintenance.create({
      data: { clusterId, node: "pve1", startedBy: "ana", guests: { create: [{ vmid: 100, ...left }] } },
    });
    const one = await advise(NOW + MINUTE);
    expect(one.moves.map(({ vmid }) => vmid)).toEqual([101]);
    expect(one.notMoved).toContainEqual({
      ...{ vmid: 100, reason: "left-on-purpose", detail: "VM 100 was left on pve1 on purpose." },
    });
    await prisma.maintenanceGuest.create({ data: { maintenanceId, vmid: 101, ...left } });
    const both = await advise(NOW + 2 * MINUTE);
    expect(both).toMatchObject({ verdict: "balanced", moves: [], blocked: [] });
    expect(both.notMoved.map(({ reason }) => reason)).toEqual(["left-on-purpose", "left-on-purpose"]);
  });

  it("is proposed again once the maintenance has ended and the node is to be emptied anew", async () => {
    await read(4 * GIB);
    await prisma.maintenance.create({
      data: {
        ...{ clusterId, node: "pve1", startedBy: "ana", endedAt: new Date(NOW) },
        guests: { create: [{ vmid: 100, ...left }] },
      },
    });
    expect((await advise()).moves.map(({ vmid }) => vmid)).toEqual([100, 101]);
  });
});

describe("a guest that is being moved", () => {
  it("takes its room where it goes already, and is left alone", async () => {
    await read(40 * GIB);
    expect(await advise()).toMatchObject({ moves: [{ vmid: 100 }], blocked: [{ vmid: 101 }] });
    await beingMoved(101);
    const plan = await advise(NOW + MINUTE);
    expect(plan).toMatchObject({ verdict: "blocked", moves: [], blocked: [{ vmid: 100 }] });
  });

  it("leaves others as little room in their options as in a preflight", async () => {
    await read(40 * GIB);
    expect(await refusalsOf(100)).toEqual([]);
    await beingMoved(101);
    expect(await refusalsOf(100)).toEqual(["memory-headroom"]);
  });
});

/** From pve1 to pve2. */
async function beingMoved(vmid: number): Promise<void> {
  await prisma.move.create({
    data: {
      ...{ clusterId, vmid, guestKind: "qemu", fromNode: "pve1", toNode: "pve2", kind: "live" },
      ...{ source: "manual", requestedBy: "keeper", requestedAt: new Date(NOW) },
    },
  });
  for (const state of ["waiting", "preflight", "submitting", "running"])
    await prisma.move.updateMany({ data: { state } });
}

async function refusalsOf(vmid: number): Promise<readonly string[] | undefined> {
  await prisma.user.deleteMany();
  const { cookie } = await signedIn({ role: "operator" });
  const response = await callRoute(readOptions, { params: { clusterId, vmid: String(vmid) }, cookie });
  const options = migrationOption.array().parse((await response.json()).data);
  return options.find(({ node }) => node === "pve2")?.refusals.map(({ code }) => code);
}
