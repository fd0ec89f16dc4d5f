import { beforeEach, describe, expect, it } from "vitest";
import { POST as askBestNode } from "@/app/api/v1/clusters/[clusterId]/best-node/route";
import {
  POST as feedback,
  GET as readOpinions,
} from "@/app/api/v1/clusters/[clusterId]/recommendations/[recommendationId]/feedback/route";
import { GET as readHistory } from "@/app/api/v1/clusters/[clusterId]/recommendations/history/route";
import { GET as readNewest } from "@/app/api/v1/clusters/[clusterId]/recommendations/route";
import { POST as whatIf } from "@/app/api/v1/clusters/[clusterId]/what-if/route";
import { GET as readOptions } from "@/app/api/v1/guests/[clusterId]/[vmid]/migration-options/route";
import { migrationOption, nodeOffer, planView, recommendation } from "@/lib/api/recommendations";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { prisma } from "@/lib/server/db/prisma";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { NO_PROGRESS } from "@/lib/server/moves/log/parse-migration-log";
import { recommendMoves } from "@/lib/server/recommendations/recommend-moves";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES } from "@/tests/support/sample-snapshot";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const GIB = 2 ** 30;
const NOW = Date.UTC(2026, 0, 5, 8);
const MINUTE = 60_000;

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
      nodes: { create: [{ name: "pve1" }, { name: "pve2" }] },
    },
  });
  clusterId = cluster.id;
});

/** pve1 carries `onFirst` of eight equal guests, pve2 the rest; each keeps two of a node's sixteen threads busy. */
async function read(onFirst: number, readAtMs: number, noise: readonly number[] = []): Promise<void> {
  const text = JSON.stringify({
    version: 1,
    nodes: ["pve1", "pve2"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
    guests: Array.from({ length: 8 }, (_, index) => ({
      vmid: 100 + index,
      node: index < onFirst ? "pve1" : "pve2",
      cores: 4,
      memory: 4 * GIB,
      cpuUsed: 1.9 * (1 + (noise[index] ?? 0)),
      memoryUsed: 3 * GIB,
    })),
  });
  const snapshot = snapshotFromScenario(parseScenario(text).scenario);
  await storeSnapshot({ ...snapshot, clusterId, readAtMs }, NO_SCORES);
}

const newest = async () => {
  const response = await callRoute(readNewest, { params: { clusterId }, cookie: operator.cookie });
  return recommendation.nullable().parse((await response.json()).data);
};

describe("advice for a cluster", () => {
  it("is made from the newest reading, checked, and names the reading", async () => {
    expect(await newest()).toBeNull();
    await read(7, NOW);
    expect(await recommendMoves(clusterId, NOW)).toMatchObject({ outcome: "new", verdict: "plan" });
    const advice = await newest();
    expect(advice).toMatchObject({ createdAtMs: NOW, snapshotReadAtMs: NOW, plan: { verdict: "plan" } });
    expect(advice?.plan.certificate.ok).toBe(true);
    expect(advice?.plan.moves.length).toBeGreaterThan(0);
    expect(advice?.changes.added).toEqual(advice?.plan.moves.map(({ vmid }) => vmid));
  });

  it("is renewed at most once a minute, and kept once while it stays the same", async () => {
    await read(7, NOW);
    await recommendMoves(clusterId, NOW);
    expect(await recommendMoves(clusterId, NOW + 20_000)).toEqual({ outcome: "not-due" });
    await read(7, NOW + MINUTE);
    expect(await recommendMoves(clusterId, NOW + MINUTE)).toMatchObject({ outcome: "same" });
    expect(await newest()).toMatchObject({ createdAtMs: NOW, checkedAtMs: NOW + MINUTE });
    expect(await prisma.recommendation.count()).toBe(1);
  });

  it("does not change with every reading while it is still good", async () => {
    await read(7, NOW);
    await recommendMoves(clusterId, NOW);
    const first = (await newest())?.plan.moves.map(({ vmid }) => vmid);
    const noises = [
      [0.03, -0.03, 0.02, -0.1, 0.08, 0.03, -0.02],
      [-0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1],
      [0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1],
    ];
    for (const [index, noise] of noises.entries()) {
      const atMs = NOW + (index + 1) * MINUTE;
      await read(7, atMs, noise);
      expect(await recommendMoves(clusterId, atMs)).toMatchObject({ outcome: "same" });
    }
    expect((await newest())?.plan.moves.map(({ vmid }) => vmid)).toEqual(first);
    await read(7, NOW + 11 * MINUTE);
    await recommendMoves(clusterId, NOW + 11 * MINUTE);
    expect(await newest()).toMatchObject({ createdAtMs: NOW, snapshotReadAtMs: NOW + 11 * MINUTE });
  });

  it("says what became of the moves before it", async () => {
    await read(7, NOW);
    await recommendMoves(clusterId, NOW);
    const moves = (await newest())?.plan.moves ?? [];
    await read(4, NOW + MINUTE);
    expect(await recommendMoves(clusterId, NOW + MINUTE)).toMatchObject({
      outcome: "new",
      verdict: "balanced",
    });
    const gone = moves.map(({ vmid, from, to }) => ({ vmid, from, to }));
    expect((await newest())?.changes).toEqual({ added: [], changed: [], gone });
    const response = await callRoute(readHistory, {
      path: `/api/v1/clusters/${clusterId}/recommendations/history?limit=10`,
      params: { clusterId },
      cookie: operator.cookie,
    });
    expect((await response.json()).data).toMatchObject([
      { verdict: "balanced", movesCount: 0 },
      { verdict: "plan", movesCount: moves.length },
    ]);
  });

  it("reckons with how fast the cluster's own moves were", async () => {
    await read(7, NOW);
    await recommendMoves(clusterId, NOW);
    const before = (await newest())?.plan.moves ?? [];
    const memory = {
      doneBytes: 8 * GIB,
      totalBytes: 8 * GIB,
      bytesPerSecond: null,
      dirtyBytesPerSecond: null,
    };
    const move = {
      ...{ clusterId, guestKind: "qemu", fromNode: "pve1", toNode: "pve2", kind: "live" },
      ...{ source: "manual", requestedBy: "keeper", requestedAt: new Date(NOW - MINUTE) },
      // 8 GiB in 407 s, seven of them for start and end.
      progress: { ...NO_PROGRESS, phase: "ended", memory, durationSeconds: 407 },
    };
    await prisma.move.createMany({ data: [901, 902, 903].map((vmid) => ({ ...move, vmid })) });
    for (const state of ["waiting", "preflight", "submitting", "running", "verifying", "done"])
      await prisma.move.updateMany({ data: { state } });
    await prisma.recommendation.deleteMany();
    await recommendMoves(clusterId, NOW + 2 * MINUTE);
    const after = (await newest())?.plan.moves ?? [];
    expect(after.map(({ vmid }) => vmid)).toEqual(before.map(({ vmid }) => vmid));
    for (const [place, { seconds, bytes, secondsRange }] of after.entries()) {
      expect(seconds).toBeCloseTo(7 + bytes / ((8 * GIB) / 400), 3);
      expect(seconds).toBeGreaterThan(before[place]?.seconds ?? 0);
      expect(secondsRange?.to).toBeCloseTo(1.1 * seconds, 6);
    }
  });

  it("keeps the rules made on the page", async () => {
    await prisma.placementRule.create({
      data: { clusterId, name: "stay", kind: "ignore", vmids: [100, 101, 102, 103, 104, 105, 106] },
    });
    await read(7, NOW);
    expect(await recommendMoves(clusterId, NOW)).toMatchObject({ verdict: "balanced", moves: 0 });
    expect((await newest())?.plan.notMoved).toContainEqual(
      expect.objectContaining({ vmid: 100, reason: "ignored-guest" }),
    );
  });

  it("empties a node in maintenance, and never uses an ignored one", async () => {
    await prisma.nodePolicy.create({ data: { clusterId, node: "pve1", maintenanceSince: new Date(NOW) } });
    await read(2, NOW);
    await recommendMoves(clusterId, NOW);
    expect((await newest())?.plan.moves.map(({ vmid, to }) => [vmid, to])).toEqual([
      [100, "pve2"],
      [101, "pve2"],
    ]);
    await prisma.nodePolicy.create({ data: { clusterId, node: "pve2", ignored: true } });
    await recommendMoves(clusterId, NOW + MINUTE);
    expect((await newest())?.plan).toMatchObject({ verdict: "blocked", moves: [] });
  });

  it("may be found useful or not, once by each person", async () => {
    await read(7, NOW);
    await recommendMoves(clusterId, NOW);
    const advice = await newest();
    const params = { clusterId, recommendationId: advice?.id ?? "" };
    const vmid = advice?.plan.moves[0]?.vmid;
    const say = (body: object) =>
      callRoute(feedback, { method: "POST", params, body, cookie: operator.cookie });
    expect((await say({ vmid, useful: false, reason: "it was a backup" })).status).toBe(200);
    expect((await say({ vmid, useful: true })).status).toBe(200);
    expect(await prisma.recommendationFeedback.findMany()).toMatchObject([
      { vmid, useful: true, reason: null },
    ]);
    expect((await say({ vmid: 107, useful: true })).status).toBe(404);

    const viewer = await signedIn({ username: "guest", role: "viewer" });
    const opinionsOf = async ({ cookie }: SignedIn) =>
      (await (await callRoute(readOpinions, { params, cookie })).json()).data;
    const opinion = { vmid, userName: "keeper", useful: true, reason: null, atMs: expect.any(Number) };
    expect(await opinionsOf(operator)).toEqual([{ ...opinion, own: true }]);
    expect(await opinionsOf(viewer)).toEqual([{ ...opinion, own: false }]);
  });
});

describe("what if", () => {
  const ask = (body: object) =>
    callRoute(whatIf, { method: "POST", params: { clusterId }, body, cookie: operator.cookie });

  it("plans with other settings and keeps nothing", async () => {
    await read(7, NOW);
    const balanced = await ask({ settings: { "planning.balanciness": 100, "planning.cpuThreshold": 95 } });
    expect(planView.parse((await balanced.json()).data).verdict).toBe("balanced");
    const emptied = await ask({ evacuate: ["pve2"] });
    expect(planView.parse((await emptied.json()).data).moves.map(({ vmid }) => vmid)).toContain(107);
    expect(await prisma.recommendation.count()).toBe(0);
  });

  it.each([
    [{ settings: { "planning.balanciness": -1 } }, "settings.planning.balanciness"],
    [{ settings: { "planning.nonsense": 1 } }, "settings.planning.nonsense"],
    [{ settings: { "security.sessionHours": 1 } }, "settings.security.sessionHours"],
    [{ evacuate: ["pve9"] }, "The cluster has no node named pve9."],
  ])("refuses %j with a sentence", async (body, words) => {
    await read(7, NOW);
    const response = await ask(body);
    expect([response.status, JSON.stringify(await response.json())]).toEqual([
      422,
      expect.stringContaining(words),
    ]);
  });
});

describe("a guest's options", () => {
  it("are its cluster's nodes with effect, cost and every refusal", async () => {
    await prisma.placementRule.create({
      data: { clusterId, name: "licence", kind: "pin", vmids: [101], nodes: ["pve1"] },
    });
    await read(7, NOW);
    const optionsOf = async (vmid: number) => {
      const params = { clusterId, vmid: String(vmid) };
      const response = await callRoute(readOptions, { params, cookie: operator.cookie });
      return {
        status: response.status,
        options: migrationOption.array().safeParse((await response.json()).data).data,
      };
    };
    const { options = [] } = await optionsOf(100);
    expect(options.map(({ node, current }) => [node, current])).toEqual([
      ["pve2", false],
      ["pve1", true],
    ]);
    expect(options[0]).toMatchObject({ refusals: [], cost: { kind: "live" } });
    expect(options[0]?.effect?.clusterScore ?? 0).toBeGreaterThan(options[1]?.effect?.clusterScore ?? 100);
    const pinned = (await optionsOf(101)).options?.find(({ node }) => node === "pve2");
    expect(pinned?.refusals).toMatchObject([{ code: "pin" }]);
    expect((await optionsOf(999)).status).toBe(404);
  });
});

describe("a new guest", () => {
  const ask = (body: object) =>
    callRoute(askBestNode, { method: "POST", params: { clusterId }, body, cookie: operator.cookie });

  it("is best made where there is most room, and is told why not elsewhere", async () => {
    await read(7, NOW);
    const offers = async (body: object) => nodeOffer.array().parse((await (await ask(body)).json()).data);
    expect((await offers({ cores: 4, memoryBytes: 4 * GIB })).map(({ node }) => node)).toEqual([
      "pve2",
      "pve1",
    ]);
    const tooMany = await offers({ cores: 64, memoryBytes: 4 * GIB });
    expect(tooMany.map(({ refusal }) => refusal?.code)).toEqual(["cpu-count", "cpu-count"]);
  });

  it.each([
    [{ cores: 0, memoryBytes: 4 * GIB }, "A guest has at least one core."],
    [{ cores: 1, memoryBytes: 1 }, "A guest has at least 16 MiB of memory."],
    [
      { cores: 1, memoryBytes: GIB, disks: [{ storage: "nowhere", sizeBytes: GIB }] },
      "The cluster has no storage named nowhere.",
    ],
  ])("that cannot be is refused: %j", async (body, words) => {
    await read(7, NOW);
    const response = await ask(body);
    expect([response.status, JSON.stringify(await response.json())]).toEqual([
      422,
      expect.stringContaining(words),
    ]);
  });
});
