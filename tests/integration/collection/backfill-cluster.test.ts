import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { backfillCluster } from "@/lib/server/collection/backfill-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { noteHistoryGap } from "@/lib/server/collection/history-gap";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { readSeries } from "@/lib/server/metrics/read-series";
import { shareOfCallsLeft } from "@/lib/server/proxmox/transport-registry";
import { forgetSettings } from "@/lib/server/settings/settings-cache";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;
const viewer = aViewer();
let simulator: TestSimulator;
let clusterId: string;

beforeAll(async () => {
  simulator = await startTestSimulator({
    version: 1,
    name: "history",
    pve: "9.1",
    clock: new Date().toISOString(),
    nodes: ["pve1", "pve2"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
    guests: Array.from({ length: 24 }, (_, index) => ({
      vmid: 100 + index,
      type: "qemu" as const,
      node: "pve1",
      status: "running" as const,
      cores: 1,
      memory: GIB,
      cpuUsed: 0.5,
      memoryUsed: GIB / 2,
    })),
  });
  const { port, fingerprint, tokenId, tokenSecret } = simulator;
  const { id } = await createCluster(viewer, {
    name: "history",
    endpoints: [{ host: "127.0.0.1", port, fingerprint }],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: null,
    paused: false,
  });
  clusterId = id;
  await prisma.setting.create({ data: { scope: "global", key: "collection.callsPerMinute", value: 10_000 } });
  await collectCluster(clusterId, { force: true });
});

afterAll(() => simulator.stop());

async function fillAll(): Promise<readonly number[]> {
  const calls: number[] = [];
  for (let slice = 0; slice < 50; slice += 1) {
    const outcome = await backfillCluster(clusterId);
    calls.push(outcome.calls);
    if (outcome.done) return calls;
  }
  throw new Error("the filling-in did not end");
}

describe("backfillCluster", () => {
  it("fills a new cluster's history slice by slice, and shows it on the charts", async () => {
    const calls = await fillAll();
    const nodeId = (await readSnapshot(clusterId))?.snapshot.nodes[0]?.objectId ?? 0;
    const query = {
      kind: "node",
      objects: [nodeId],
      metrics: ["cpuFraction", "memoryUsedBytes"],
      points: 400,
    } as const;
    const day = await readSeries(viewer, {
      ...query,
      objects: [nodeId],
      metrics: ["cpuFraction"],
      range: "24h",
    });
    const year = await readSeries(viewer, {
      ...query,
      objects: [nodeId],
      metrics: ["cpuFraction"],
      range: "1y",
    });

    expect(calls.length).toBeGreaterThan(1);
    expect(Math.max(...calls)).toBeLessThanOrEqual(40);
    const known = (series: typeof day) => series.series[0]?.average.filter((value) => value !== null) ?? [];
    expect(known(day).length).toBeGreaterThan(day.timesMs.length * 0.8);
    expect(known(year).length).toBeGreaterThan(10);
    expect(Math.max(...known(day).map(Number))).toBeLessThanOrEqual(1);
  });

  it("has nothing left to do when it is called again", async () => {
    expect(await backfillCluster(clusterId)).toEqual({ done: true, calls: 0 });
  });

  it("fills a short gap with one call an object", async () => {
    const now = Date.now();
    await noteHistoryGap(clusterId, now - HOUR_MS / 2, now);
    const objects = (await readSnapshot(clusterId))?.snapshot;

    const calls = await fillAll();

    const total = calls.reduce((sum, count) => sum + count, 0);
    const count =
      (objects?.nodes.length ?? 0) + (objects?.guests.length ?? 0) + (objects?.storages.length ?? 0);
    expect(total).toBe(count);
    expect(await backfillCluster(clusterId)).toEqual({ done: true, calls: 0 });
  });

  it("leaves to the readings what is left of a minute that has seen many calls", async () => {
    const limit = async (value: number) => {
      await prisma.setting.updateMany({ where: { key: "collection.callsPerMinute" }, data: { value } });
      forgetSettings();
    };
    const history = () =>
      Object.entries(simulator.calls().calls)
        .filter(([call]) => call.endsWith("rrddata"))
        .reduce((sum, [, count]) => sum + count, 0);
    const sent = Math.ceil(10_000 * (1 - shareOfCallsLeft(clusterId)));
    await limit(sent + 60);
    expect((await collectCluster(clusterId, { force: true })).outcome).toBe("stored");
    const now = Date.now();
    await noteHistoryGap(clusterId, now - HOUR_MS / 2, now);
    const before = history();

    const filling = fillAll();
    expect((await collectCluster(clusterId, { force: true })).outcome).toBe("stored");
    expect(history()).toBe(before);

    await limit(10_000);
    await collectCluster(clusterId, { force: true });
    await filling;
  });

  it("stops while the cluster is away and goes on where it was", async () => {
    const now = Date.now();
    await noteHistoryGap(clusterId, now - HOUR_MS / 2, now);
    await simulator.post({ do: "token-revoked" });
    const away = await backfillCluster(clusterId);
    const state = await prisma.$queryRaw<{ whole: boolean }[]>`
      SELECT history_gap_at IS NULL AND backfill_state IS NULL AS whole FROM cluster WHERE id = ${clusterId}::uuid`;

    expect(away.done).toBe(true);
    expect(away.calls).toBeLessThanOrEqual(1);
    expect(state[0]?.whole).toBe(false);
  });
});
