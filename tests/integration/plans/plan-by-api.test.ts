import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { POST as cancel } from "@/app/api/v1/plans/[planId]/cancel/route";
import { POST as pause } from "@/app/api/v1/plans/[planId]/pause/route";
import { POST as resume } from "@/app/api/v1/plans/[planId]/resume/route";
import { GET as readOne } from "@/app/api/v1/plans/[planId]/route";
import { POST as approve, GET as readPlans } from "@/app/api/v1/plans/route";
import type { EmbeddedRunner } from "@/inngest/embedded/embedded-runner";
import { type AnyHandler, callRoute, type RouteCallInput } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type PlannedCluster, startPlannedCluster } from "@/tests/support/plans/planned-cluster";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

let cluster: PlannedCluster;
let runner: EmbeddedRunner;
let operator: SignedIn;
let viewer: SignedIn;
beforeAll(async () => {
  process.env.EVENKEEL_DEMO = "off";
  cluster = await startPlannedCluster();
  operator = await signedIn({ role: "operator" });
  viewer = await signedIn({ role: "viewer" });
  const { inngest, embeddedSigningKey } = await import("@/inngest/client");
  const { startEmbeddedRunner } = await import("@/inngest/embedded/start-embedded-runner");
  const { executeMove } = await import("@/inngest/functions/execute-move");
  const { executePlan } = await import("@/inngest/functions/execute-plan");
  runner = await startEmbeddedRunner({
    client: inngest,
    functions: [executeMove, executePlan],
    signingKey: embeddedSigningKey(),
  });
});
afterAll(async () => {
  await runner.stop();
  await cluster.stop();
});

async function call(handler: AnyHandler, input: RouteCallInput = {}) {
  const response = await callRoute(handler, { cookie: operator.cookie, ...input });
  const body = await response.json();
  return { status: response.status, data: body.data, error: body.error };
}

const post = (body: unknown, cookie = operator.cookie) => call(approve, { method: "POST", body, cookie });
const act = (handler: AnyHandler, planId: string, body?: unknown) =>
  call(handler, { method: "POST", params: { planId }, ...(body !== undefined && { body }) });

it.each([
  ["no cluster's id", { clusterId: "x", recommendationId: crypto.randomUUID() }, 422],
  [
    "an empty choice",
    { clusterId: crypto.randomUUID(), recommendationId: crypto.randomUUID(), moves: [] },
    422,
  ],
  [
    "a cluster that is not there",
    { clusterId: crypto.randomUUID(), recommendationId: crypto.randomUUID() },
    404,
  ],
])("refuses %s with a sentence", async (_why, body, status) => {
  const answer = await post(body);
  expect(answer.status).toBe(status);
  expect(answer.error.message).toMatch(/^[A-Z].*\.$/s);
});

it("refuses viewers, guests that the plan does not move, and a plan that is not there", async () => {
  const { id: recommendationId } = await cluster.plan();
  const body = { clusterId: cluster.clusterId, recommendationId };
  expect((await post(body, viewer.cookie)).status).toBe(403);
  const unknown = await post({ ...body, moves: [130] });
  expect([unknown.status, unknown.error.issues]).toEqual([
    422,
    [{ path: "moves.130", message: "is not moved by the plan" }],
  ]);
  const old = await post({ ...body, recommendationId: crypto.randomUUID() });
  expect([old.status, old.error.message]).toEqual([
    409,
    "This plan is not there any more. Nothing was started.",
  ]);
  for (const handler of [pause, resume]) expect((await act(handler, crypto.randomUUID())).status).toBe(404);
  expect((await act(cancel, crypto.randomUUID(), {})).status).toBe(404);
});

it("an approved plan is carried out by the jobs, wave after wave, and can be paused between", async () => {
  const { id: recommendationId } = await cluster.plan();
  const { status, data } = await post({ clusterId: cluster.clusterId, recommendationId });
  expect(status).toBe(202);
  expect(data).toMatchObject({ state: "running", requestedBy: operator.viewer.username, stepsCount: 2 });
  expect((await act(pause, data.id)).data).toMatchObject({ state: "paused", canResume: true });
  expect((await act(pause, data.id)).status).toBe(409);
  expect((await act(resume, data.id)).data).toMatchObject({ state: "running" });
  const done = await vi.waitFor(
    async () => {
      const { data: plan } = await call(readOne, { params: { planId: data.id } });
      expect(plan.state).toBe("done");
      return plan;
    },
    { timeout: 100_000, interval: 100 },
  );
  expect(done.steps.map(({ state, moveState }: Record<string, string>) => [state, moveState])).toEqual([
    ["done", "done"],
    ["done", "done"],
  ]);
  expect(cluster.migrateCalls()).toBe(2);
  expect((await act(cancel, data.id, {})).status).toBe(409);
  const listed = await call(readPlans, { path: `/api/v1/plans?cluster=${cluster.clusterId}` });
  expect(listed.data).toMatchObject([{ id: data.id, doneCount: 2, movingCount: 0, canCancel: false }]);
});
