import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as bringHome } from "@/app/api/v1/maintenance/[maintenanceId]/bring-home/route";
import { POST as cancel } from "@/app/api/v1/maintenance/[maintenanceId]/cancel/route";
import { POST as end } from "@/app/api/v1/maintenance/[maintenanceId]/end/route";
import { POST as evacuate } from "@/app/api/v1/maintenance/[maintenanceId]/evacuate/route";
import { GET as readHome } from "@/app/api/v1/maintenance/[maintenanceId]/home/route";
import { POST as pause } from "@/app/api/v1/maintenance/[maintenanceId]/pause/route";
import { POST as resume } from "@/app/api/v1/maintenance/[maintenanceId]/resume/route";
import { PATCH as change, GET as readOne } from "@/app/api/v1/maintenance/[maintenanceId]/route";
import { GET as readHistory } from "@/app/api/v1/maintenance/history/route";
import { POST as preview } from "@/app/api/v1/maintenance/preview/route";
import { GET as readAll, POST as start } from "@/app/api/v1/maintenance/route";
import type { EmbeddedRunner } from "@/inngest/embedded/embedded-runner";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { pruneMaintenance } from "@/lib/server/maintenance/prune-maintenance";
import { watchMaintenances } from "@/lib/server/maintenance/watch-maintenance";
import { type AnyHandler, callRoute, type RouteCallInput } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const DAY_MS = 86_400_000;
/** What has to happen takes its time on a busy machine. */
const LONG = { timeout: 240_000 };

let cluster: MovingCluster;
let lonely: MovingCluster;
let runner: EmbeddedRunner;
let operator: SignedIn;
let viewer: SignedIn;
let id = "";
beforeAll(async () => {
  process.env.EVENKEEL_DEMO = "off";
  const guests = (aMovingCluster().guests ?? []).filter(({ vmid }) => [100, 103, 120].includes(vmid));
  cluster = await startMovingCluster({ guests }, { speed: 10 });
  const [node] = aMovingCluster().nodes;
  lonely = await startMovingCluster({ nodes: node ? [node] : [], guests: [] });
  operator = await signedIn({ role: "operator" });
  viewer = await signedIn({ role: "viewer" });
  const { inngest, embeddedSigningKey } = await import("@/inngest/client");
  const { startEmbeddedRunner } = await import("@/inngest/embedded/start-embedded-runner");
  const { executeMove } = await import("@/inngest/functions/execute-move");
  const { carryOutMaintenance } = await import("@/inngest/functions/advance-maintenance");
  runner = await startEmbeddedRunner({
    client: inngest,
    functions: [executeMove, carryOutMaintenance],
    signingKey: embeddedSigningKey(),
  });
});
afterAll(async () => {
  await runner.stop();
  await cluster.stop();
  await lonely.stop();
});

async function call(handler: AnyHandler, input: RouteCallInput = {}) {
  const response = await callRoute(handler, { cookie: operator.cookie, ...input });
  const body = await response.json();
  return { status: response.status, data: body.data, error: body.error };
}

const post = (handler: AnyHandler, body?: unknown, params: Record<string, string> = { maintenanceId: id }) =>
  call(handler, { method: "POST", params, ...(body !== undefined && { body }) });
const wanted = (rest: object = {}) => ({ clusterId: cluster.clusterId, node: "pve1", ...rest });
const one = async () => (await call(readOne, { params: { maintenanceId: id } })).data;

async function until(what: object) {
  return await vi.waitFor(
    async () => {
      const detail = await one();
      expect(detail).toMatchObject(what);
      return detail;
    },
    { timeout: 120_000, interval: 100 },
  );
}

async function untilShown(name: string, status: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await cluster.collect();
      const { snapshot } = (await readSnapshot(cluster.clusterId)) ?? {};
      expect(snapshot?.nodes.find((node) => node.name === name)?.status).toBe(status);
    },
    { timeout: 60_000, interval: 200 },
  );
}

it.each([
  ["a node that is not there", () => wanted({ node: "pve9" }), 404],
  ["a cluster that is not there", () => wanted({ clusterId: crypto.randomUUID() }), 404],
  ["a host on its own", () => wanted({ clusterId: lonely.clusterId }), 409],
  ["an end in the past", () => wanted({ untilMs: Date.now() - 1_000 }), 422],
  ["no confirmation", () => wanted({ evacuate: true }), 422],
  ["another node's name as the confirmation", () => wanted({ evacuate: true, confirm: "pve2" }), 422],
  ["a choice for a guest of another node", () => wanted({ choices: [{ vmid: 999, action: "leave" }] }), 422],
  [
    "two choices for one guest",
    () =>
      wanted({
        choices: [
          { vmid: 100, action: "leave" },
          { vmid: 100, action: "shutdown" },
        ],
      }),
    422,
  ],
  ["a choice that there is not", () => wanted({ choices: [{ vmid: 100, action: "explode" }] }), 422],
  ["a field too many", () => wanted({ force: true }), 422],
])("refuses %s with a sentence, and starts nothing", async (_why, input, status) => {
  const answer = await post(start, input(), {});
  expect(answer.status).toBe(status);
  expect(answer.error.message).toMatch(/^[A-Z].*\.$/s);
  expect(await prisma.maintenance.count()).toBe(0);
});

it("refuses a node that is not online", LONG, async () => {
  await cluster.simulator.post({ do: "node-down", node: "pve3" });
  await untilShown("pve3", "offline");
  for (const handler of [start, preview])
    expect(await post(handler, wanted({ node: "pve3" }), {})).toMatchObject({
      status: 409,
      error: { message: expect.stringContaining("pve3 is not online") },
    });
  await cluster.simulator.post({ do: "node-up", node: "pve3" });
  await untilShown("pve3", "online");
  expect((await post(preview, wanted({ node: "pve3" }), {})).status).toBe(200);
});

it("refuses viewers, who may look", async () => {
  const { cookie } = viewer;
  expect((await call(start, { method: "POST", body: wanted(), cookie })).status).toBe(403);
  expect((await call(preview, { method: "POST", body: wanted(), cookie })).status).toBe(403);
  expect(await call(readAll, { cookie })).toMatchObject({ status: 200, data: { active: [], native: [] } });
});

it("a node is only marked at first; it can be changed, and is not marked twice", async () => {
  const untilMs = Date.now() + DAY_MS;
  const started = await post(start, wanted({ reason: "fans", untilMs }), {});
  expect(started.status).toBe(201);
  ({ id } = started.data);
  expect(started.data).toMatchObject({
    evacuation: "none",
    untilMs,
    overdue: false,
    canEvacuate: true,
    canEnd: true,
  });
  expect((await post(start, wanted(), {})).error.message).toBe("pve1 is in maintenance already.");
  const body = { reason: "new fans", untilMs: null, choices: [{ vmid: 103, action: "leave" }] };
  const changed = await call(change, { method: "PATCH", params: { maintenanceId: id }, body });
  expect(changed.data).toMatchObject({ reason: "new fans", untilMs: null, guests: [{ choice: "leave" }] });
  expect(await prisma.nodePolicy.findFirst()).toMatchObject({
    maintenanceReason: "new fans",
    maintenanceUntil: null,
  });
  expect((await post(pause)).status).toBe(409);
  expect((await post(resume)).status).toBe(409);
  expect((await post(cancel, { running: "finish" })).status).toBe(409);
  expect((await post(bringHome, {})).error.message).toBe(
    "pve1 is in maintenance: it takes no guests. End that first.",
  );
});

it("the jobs empty it, and everybody can see how far they are", LONG, async () => {
  expect((await post(evacuate, { confirm: "pve2" })).status).toBe(422);
  const choices = [{ vmid: 103, action: "migrate" }];
  expect(await post(evacuate, { confirm: "pve1", choices })).toMatchObject({
    status: 200,
    data: { evacuation: "running" },
  });
  expect((await post(evacuate, { confirm: "pve1" })).status).toBe(409);
  expect((await post(end, { bringHome: true })).error.message).toContain("still being emptied");
  const detail = await until({ evacuation: "empty", safeToReboot: true });
  expect(detail.summary).toBe("pve1 is empty: safe to reboot.");
  expect(detail.counts).toMatchObject({ total: 3, moved: 3, away: 3, blocked: 0 });
  const { data } = await call(readAll, { path: `/api/v1/maintenance?cluster=${cluster.clusterId}` });
  expect(data.active).toMatchObject([{ id, node: "pve1" }]);
});

it("a node of HA's own maintenance is shown as such", LONG, async () => {
  await cluster.simulator.post({ do: "node-maintenance", node: "pve2" });
  await vi.waitFor(async () => {
    await cluster.collect();
    const { data } = await call(readAll);
    expect(data.native).toMatchObject([{ node: "pve2" }]);
  }, 60_000);
  await cluster.simulator.post({ do: "node-maintenance", node: "pve2", enabled: false });
  await cluster.collect();
});

it("an end that is overdue is told once", async () => {
  await prisma.maintenance.update({ where: { id }, data: { until: new Date(Date.now() - 1_000) } });
  await watchMaintenances();
  await watchMaintenances();
  const told = await prisma.event.count({ where: { message: { contains: "was to end by now" } } });
  expect(told).toBe(1);
  expect(await one()).toMatchObject({ overdue: true, active: true });
});

it("the end offers the way home, which the jobs carry out", LONG, async () => {
  await post(end, {});
  const { data } = await call(readAll);
  expect(data).toMatchObject({ active: [], open: [{ id, canBringHome: true }] });
  const ways = (await call(readHome, { params: { maintenanceId: id } })).data;
  expect(ways.guests.map(({ vmid, action }: { vmid: number; action: string }) => [vmid, action])).toEqual([
    [100, "live"],
    [103, "live"],
    [120, "restart"],
  ]);
  await post(bringHome, { vmids: [100, 103] });
  await until({ home: "done", counts: { home: 2, away: 1 } });
  expect([100, 103].map((vmid) => cluster.nodeOf(vmid))).toEqual(["pve1", "pve1"]);
  expect(cluster.nodeOf(120)).not.toBe("pve1");
  await post(bringHome, {});
  await until({ home: "done", counts: { home: 3, away: 0 } });
  expect(cluster.nodeOf(120)).toBe("pve1");
});

it("ended ones are history, which is pruned like events", async () => {
  expect((await call(readHistory)).data).toMatchObject([{ id, node: "pve1", active: false }]);
  expect(await pruneMaintenance(Date.now() + 300 * DAY_MS)).toBe(0);
  expect(await pruneMaintenance(Date.now() + 366 * DAY_MS)).toBe(1);
  expect(await prisma.maintenanceGuest.count()).toBe(0);
});
