import { beforeAll, describe, expect, test } from "vitest";
import { performanceFigures } from "@/lib/api/performance";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { noteReadingTime, readReadingTimes } from "@/lib/server/collection/reading-times";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { maintainPartitions } from "@/lib/server/metrics/maintain-partitions";
import { readPerformance } from "@/lib/server/performance/read-performance";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { startTestSimulator } from "@/tests/support/simulator";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const HOUR = 3_600_000;
const viewer = aViewer();

beforeAll(() => maintainPartitions(Date.now(), { tenSecondHours: 2, minuteDays: 14, hourMonths: 24 }));

test("a reading shows in how long it took, what it asked and what it stored", async () => {
  const simulator = await startTestSimulator({
    version: 1,
    name: "measured",
    pve: "9.1",
    nodes: [
      { name: "pve1", cores: 8, memory: 2 ** 35 },
      { name: "pve2", cores: 8, memory: 2 ** 35 },
    ],
  });
  const { port, fingerprint, tokenId, tokenSecret } = simulator;
  const { id } = await createCluster(viewer, {
    name: "measured",
    endpoints: [{ host: "127.0.0.1", port, fingerprint }],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 20,
    paused: false,
  });
  const before = performanceFigures.parse(await readPerformance(viewer));
  expect(before.collection).toMatchObject([
    { clusterId: id, readings: 0, averageMs: null, callsOfNewest: null },
  ]);

  const { apiCalls } = await collectCluster(id, { force: true });
  await readSnapshot(id);
  const after = performanceFigures.parse(await readPerformance(viewer));
  await simulator.stop();
  await collectCluster(id, { force: true });
  const failed = performanceFigures.parse(await readPerformance(viewer));
  await closeTransport(id);

  expect(after.collection).toMatchObject([
    { name: "measured", intervalSeconds: 20, readings: 1, failedReadings: 0, callsOfNewest: apiCalls },
  ]);
  expect(after.collection[0]?.averageMs).toBeGreaterThan(0);
  expect(after.collection[0]?.callsLastMinute).toBe(apiCalls);
  expect(after.calls.find(({ template }) => template === "/cluster/resources")).toMatchObject({
    count: 1,
    failed: 0,
  });
  expect(after.calls.reduce((total, { count }) => total + count, 0)).toBe(apiCalls);
  expect(after.readingCache.hits).toBeGreaterThan(before.readingCache.hits);
  const recent = after.database.tables.find(({ table }) => table === "recent_sample");
  expect(recent?.bytes).toBeGreaterThan(0);
  expect(after.database.bytes).toBeGreaterThan(recent?.bytes ?? 0);
  expect(after.database.retention).toEqual({ tenSecondHours: 2, minuteDays: 14, hourMonths: 24 });
  expect(after.process.residentBytes).toBeGreaterThan(after.process.heapUsedBytes);
  expect(failed.collection).toMatchObject([{ readings: 2, failedReadings: 1 }]);
});

describe("reading times", () => {
  test("are forgotten after an hour", () => {
    const reading = { durationMs: 5, apiCalls: 1, failed: false };
    noteReadingTime("some-cluster", { ...reading, atMs: 0 });
    noteReadingTime("some-cluster", { ...reading, atMs: HOUR });

    expect(readReadingTimes("some-cluster", HOUR).map(({ atMs }) => atMs)).toEqual([HOUR]);
    expect(readReadingTimes("some-cluster", 2 * HOUR)).toEqual([]);
  });
});
