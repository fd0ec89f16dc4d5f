import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EmbeddedRunner } from "@/inngest/embedded/embedded-runner";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { removeCluster } from "@/lib/server/clusters/remove-cluster";
import { updateCluster } from "@/lib/server/clusters/update-cluster";
import { pool } from "@/lib/server/db/pool";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { readRuns } from "@/tests/support/jobs";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();

const viewer = aViewer();
/** On a quiet machine it is a fraction of a second; where the interval is an hour, nothing but the event leads to a reading. */
const WITHIN_MS = 10_000;
const HOUR_SECONDS = 3_600;
let simulator: TestSimulator;
let runner: EmbeddedRunner;

beforeAll(async () => {
  simulator = await startTestSimulator(
    "cluster: alpha\nnodes:\n  - { name: pve1, cores: 8, memory: 34359738368 }\n",
  );
  process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");
  process.env.EVENKEEL_DEMO = "off";
  const { startServer } = await import("@/inngest/start-server");
  const started = await startServer();
  if (started === null) throw new Error("the embedded runner did not start");
  runner = started;
});

afterAll(async () => {
  await runner?.stop();
  await simulator?.stop();
  delete process.env.EVENKEEL_DEMO;
});

function anInput(
  rest: Partial<Parameters<typeof createCluster>[1]> = {},
): Parameters<typeof createCluster>[1] {
  return {
    name: "prod",
    endpoints: [{ host: simulator.host, port: simulator.port, fingerprint: simulator.fingerprint }],
    tokenId: simulator.tokenId,
    tokenSecret: simulator.tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 1,
    paused: false,
    ...rest,
  };
}

async function sequenceOf(clusterId: string): Promise<number> {
  return (await readSnapshot(clusterId))?.snapshot.sequence ?? 0;
}

/** Waits until the cluster was read again after `work`. */
async function readAfter(clusterId: string, work: () => Promise<unknown>): Promise<void> {
  const before = await sequenceOf(clusterId);
  await work();
  await expect
    .poll(() => sequenceOf(clusterId), { timeout: WITHIN_MS, interval: 20 })
    .toBeGreaterThan(before);
}

/** Waits until no run of the cluster is left, and proves that nothing reads it although several readings are due. */
async function staysUnread(clusterId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const active = await pool().query(
        "select 1 from job_run where ended_at is null and event -> 'data' ->> 'clusterId' = $1",
        [clusterId],
      );
      expect(active.rows).toEqual([]);
    },
    { timeout: WITHIN_MS, interval: 20 },
  );
  const sequence = await sequenceOf(clusterId);
  const until = Date.now() + 1_500;
  await vi.waitUntil(() => Date.now() > until, { timeout: 5_000, interval: 100 });
  expect(await sequenceOf(clusterId)).toBe(sequence);
}

describe("a cluster", () => {
  let clusterId = "";

  it("is read at once when it was added", async () => {
    ({ id: clusterId } = await createCluster(viewer, anInput({ intervalSeconds: HOUR_SECONDS })));
    await expect.poll(() => sequenceOf(clusterId), { timeout: WITHIN_MS, interval: 20 }).toBeGreaterThan(0);
  });

  it("is read at once when it was edited", async () => {
    await readAfter(clusterId, () =>
      updateCluster(
        viewer,
        clusterId,
        anInput({ name: "production", intervalSeconds: HOUR_SECONDS, tokenSecret: "" }),
      ),
    );
  });

  it("is not read again while it is paused", async () => {
    await updateCluster(viewer, clusterId, anInput({ name: "production", tokenSecret: "" }));
    await updateCluster(viewer, clusterId, anInput({ name: "production", paused: true, tokenSecret: "" }));
    await staysUnread(clusterId);
  });

  it("is read at once when it is resumed", async () => {
    await readAfter(clusterId, () =>
      updateCluster(
        viewer,
        clusterId,
        anInput({ name: "production", intervalSeconds: HOUR_SECONDS, tokenSecret: "" }),
      ),
    );
  });

  it("is not read again once it is removed, and its runs end as cancelled, not as failed", async () => {
    await updateCluster(viewer, clusterId, anInput({ name: "production", tokenSecret: "" }));
    await removeCluster(viewer, clusterId);
    await staysUnread(clusterId);
    const runs = await readRuns("collect-cluster");
    expect(new Set(runs.map(({ status }) => status))).not.toContain("failed");
  });

  it("that is added paused is not read at all", async () => {
    const { id } = await createCluster(viewer, anInput({ name: "asleep", paused: true }));
    await staysUnread(id);
    expect(await sequenceOf(id)).toBe(0);
  });
});
