import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as connection from "@/app/api/v1/clusters/[clusterId]/connection/route";
import * as doctor from "@/app/api/v1/clusters/[clusterId]/doctor/route";
import * as speedOfMoves from "@/app/api/v1/clusters/[clusterId]/move-speed/route";
import * as cluster from "@/app/api/v1/clusters/[clusterId]/route";
import * as scorePreview from "@/app/api/v1/clusters/[clusterId]/score-preview/route";
import * as taskLog from "@/app/api/v1/clusters/[clusterId]/task-log/route";
import * as clusters from "@/app/api/v1/clusters/route";
import * as connectionTest from "@/app/api/v1/clusters/test/route";
import * as connectionActivity from "@/app/api/v1/connections/activity/route";
import * as connections from "@/app/api/v1/connections/route";
import * as events from "@/app/api/v1/events/route";
import * as power from "@/app/api/v1/guests/[clusterId]/[vmid]/power/route";
import * as guests from "@/app/api/v1/guests/route";
import * as jobFunctions from "@/app/api/v1/jobs/functions/route";
import * as jobRuns from "@/app/api/v1/jobs/runs/route";
import * as jobState from "@/app/api/v1/jobs/state/route";
import * as live from "@/app/api/v1/live/route";
import * as logs from "@/app/api/v1/logs/route";
import * as movePreflight from "@/app/api/v1/moves/preflight/route";
import * as moves from "@/app/api/v1/moves/route";
import * as node from "@/app/api/v1/nodes/[clusterId]/[node]/route";
import * as nodes from "@/app/api/v1/nodes/route";
import * as plans from "@/app/api/v1/plans/route";
import * as series from "@/app/api/v1/series/route";
import * as tasks from "@/app/api/v1/tasks/route";
import * as views from "@/app/api/v1/views/route";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { type AnyHandler, callRoute, type RouteCallInput } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { ROOT } from "@/tests/support/route-files";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

// Every read of the API over a cluster that was really collected: the wrapper turns an answer that breaks its
// contract into a 500, so a 200 here says that what the verbs return is what the contract promises.
useTestDatabase();

let simulator: TestSimulator;
let admin: SignedIn;
let clusterId: string;

beforeAll(async () => {
  const scenario = readFileSync(path.join(ROOT, "lib/simulator/scenarios/demo.yaml"), "utf8");
  simulator = await startTestSimulator(scenario);
  admin = await signedIn({ role: "admin" });
  const created = await ask(clusters.POST, { method: "POST", body: connectionInput() });
  clusterId = created.id;
  expect(await collectCluster(clusterId, { force: true })).toMatchObject({ outcome: "stored" });
});

afterAll(() => simulator.stop());

function connectionInput() {
  const { host, port, fingerprint, tokenId, tokenSecret } = simulator;
  const endpoints = [{ host, port, fingerprint }];
  return { name: "demo", endpoints, tokenId, tokenSecret, tlsPolicy: "fingerprint" };
}

async function ask(handler: AnyHandler, input: RouteCallInput = {}) {
  const response = await callRoute(handler, { cookie: admin.cookie, ...input });
  const body = await response.json();
  expect([response.status, body.error]).toEqual([
    input.body && response.status === 201 ? 201 : 200,
    undefined,
  ]);
  expect(JSON.stringify(body)).not.toContain(simulator.tokenSecret);
  return body.data;
}

it("answers for clusters", async () => {
  expect(await ask(clusters.GET)).toEqual([expect.objectContaining({ id: clusterId, problem: null })]);
  expect(await ask(cluster.GET, { params: { clusterId } })).toMatchObject({
    name: "demo",
    sequence: expect.any(Number),
  });
});

it("answers for connections", async () => {
  expect(await ask(connections.GET)).toEqual([
    expect.objectContaining({ id: clusterId, hasTokenSecret: true }),
  ]);
  expect(await ask(connection.GET, { params: { clusterId } })).toMatchObject({ name: "demo" });
});

it("tests a connection, also with the secret that is stored", async () => {
  const body = { ...connectionInput(), tokenSecret: "", clusterId };
  expect(await ask(connectionTest.POST, { method: "POST", body })).toMatchObject({ ok: true, problem: null });
});

it("examines a connection and tells what its calls cost", async () => {
  const report = await ask(doctor.GET, { params: { clusterId } });
  expect(report.privileges.length).toBeGreaterThan(5);
  const [activity] = await ask(connectionActivity.GET);
  expect(activity).toMatchObject({ clusterId, endpoints: [{ state: "answering" }] });
  expect(activity.callsLastMinute).toBeGreaterThan(0);
  expect(activity.callsLastMinute).toBeLessThanOrEqual(activity.callsPerMinuteBudget);
});

it("tells whether the speed of moves is assumed or learned", async () => {
  expect(await ask(speedOfMoves.GET, { params: { clusterId } })).toEqual({
    bytesPerSecond: 125_000_000,
    learnedFromMoves: null,
    spreadFraction: 0.5,
  });
});

it("answers for every node and guest", async () => {
  const rows = await ask(nodes.GET, { path: `/api/v1/nodes?cluster=${clusterId}` });
  expect(rows.length).toBeGreaterThan(1);
  for (const { name } of rows) {
    const detail = await ask(node.GET, { params: { clusterId, node: name } });
    expect(detail.row.name).toBe(name);
  }
  expect((await ask(guests.GET)).length).toBeGreaterThan(10);
});

it("answers for the history of a node", async () => {
  const [{ objectId }] = await ask(nodes.GET);
  const query = `kind=node&objects=${objectId}&metrics=cpuFraction,memoryUsedBytes&range=1h`;
  const { series: lines } = await ask(series.GET, { path: `/api/v1/series?${query}` });
  expect(lines).toHaveLength(2);
});

it("answers for events, jobs and their state", async () => {
  expect(await ask(events.GET)).toEqual(expect.any(Array));
  expect(await ask(jobFunctions.GET)).toEqual(expect.any(Array));
  expect(await ask(jobRuns.GET)).toEqual(expect.any(Array));
  expect(await ask(jobState.GET)).toMatchObject({ runner: expect.any(String) });
});

it("answers for moves, plans, and what a move of any guest to any node would mean", async () => {
  expect(await ask(moves.GET)).toEqual([]);
  expect(await ask(plans.GET)).toEqual([]);
  const targets: string[] = (await ask(nodes.GET)).map(({ name }: { name: string }) => name);
  for (const { vmid } of (await ask(guests.GET)).slice(0, 6)) {
    for (const target of targets) {
      const path = `/api/v1/moves/preflight?cluster=${clusterId}&vmid=${vmid}&target=${target}`;
      expect(await ask(movePreflight.GET, { path })).toMatchObject({ vmid, to: target });
    }
  }
});

it("answers for the log, for tasks and what they wrote", async () => {
  expect(await ask(logs.GET)).toEqual(expect.any(Array));
  const [newest] = await ask(tasks.GET);
  expect(newest).toMatchObject({ clusterId, upid: expect.stringMatching(/^UPID:/) });
  const path = `/api/v1/clusters/${clusterId}/task-log?upid=${encodeURIComponent(newest.upid)}`;
  const log = await ask(taskLog.GET, { path, params: { clusterId } });
  expect(log).toMatchObject({ upid: newest.upid, start: 0, lines: expect.arrayContaining([]) });
});

it("answers for views, for what was asked of a guest, and for scores before they are saved", async () => {
  expect(await ask(views.GET, { path: "/api/v1/views?page=guests" })).toEqual([]);
  const [{ vmid }] = await ask(guests.GET);
  expect(await ask(power.GET, { params: { clusterId, vmid: String(vmid) } })).toEqual([]);
  const preview = await ask(scorePreview.GET, { params: { clusterId } });
  expect(preview.nodes).toHaveLength((await ask(nodes.GET)).length);
});

it("opens the live stream with the whole state", async () => {
  const response = await callRoute(live.GET, { cookie: admin.cookie });
  const reader = response.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  expect(first).toContain("event: reset");
  expect(first).toContain(clusterId);
});

it("changes a connection with an empty secret, keeping the stored one, and removes it", async () => {
  const before = await prisma.cluster.findUniqueOrThrow({ where: { id: clusterId } });
  const body = { ...connectionInput(), name: "renamed", tokenSecret: "" };
  expect(await ask(cluster.PUT, { method: "PUT", params: { clusterId }, body })).toMatchObject({
    name: "renamed",
  });
  const { tokenSecretSealed } = await prisma.cluster.findUniqueOrThrow({ where: { id: clusterId } });
  expect(tokenSecretSealed).toBe(before.tokenSecretSealed);
  expect(await ask(cluster.DELETE, { method: "DELETE", params: { clusterId } })).toBeNull();
  expect(await ask(clusters.GET)).toEqual([]);
});

it("has written down what was done, without the secret", async () => {
  const entries = await prisma.auditEntry.findMany({ orderBy: { id: "asc" } });
  expect(entries.map(({ action, result }) => `${action} ${result}`)).toEqual([
    "cluster.create ok",
    "cluster.test ok",
    "cluster.update ok",
    "cluster.remove ok",
  ]);
  expect(JSON.stringify(entries.map(({ details }) => details))).not.toContain(simulator.tokenSecret);
});
