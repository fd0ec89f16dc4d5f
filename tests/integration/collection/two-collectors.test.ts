import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { pool } from "@/lib/server/db/pool";
import { KIND_CODE, kindOfCode } from "@/lib/server/metrics/metric-layout";
import { decodeBlock } from "@/lib/server/metrics/sample-block";
import { aViewer } from "@/tests/support/a-viewer";
import { beginNow, Collector } from "@/tests/support/collecting/collector";
import { useTestDatabase } from "@/tests/support/database";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { smallCluster } from "@/tests/support/small-cluster";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const INTERVAL_MS = 5_000;
const OBJECTS = 3 + 4 + 1;
const CYCLES = 8;
/** What one reading may cost, whatever the size of the cluster. */
const MOST_CALLS = 40;

let simulator: TestSimulator;
let clusterId: string;
let collectors: readonly Collector[];

beforeAll(async () => {
  simulator = await startTestSimulator(smallCluster("9.1"));
  const { host, port, fingerprint, tokenId, tokenSecret } = simulator;
  const { id } = await createCluster(aViewer(), {
    name: "shared",
    endpoints: [{ host, port, fingerprint }],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: INTERVAL_MS / 1_000,
    paused: false,
  });
  clusterId = id;
  collectors = [new Collector(database.url), new Collector(database.url)];
});

afterAll(async () => {
  for (const collector of collectors) await collector.stop();
  await simulator.stop();
});

interface Reading {
  readonly atMs: number;
  /** Objects that were given a sample, as `kind/object`. */
  readonly objects: readonly string[];
}

/** Every stored reading, in order; whatever was stored for the same moment is one reading. */
async function storedReadings(): Promise<readonly Reading[]> {
  const { rows } = await pool().query<{ kind: number; at: Date; body: Buffer }>(
    "SELECT kind, at, body FROM metrics.recent_sample ORDER BY at, kind",
  );
  const readings = new Map<number, string[]>();
  for (const { kind, at, body } of rows) {
    const objects = readings.get(at.getTime()) ?? [];
    readings.set(at.getTime(), objects);
    for (const { key } of decodeBlock(kindOfCode(kind), "reading", body))
      objects.push(`${KIND_CODE[kindOfCode(kind)]}/${key}`);
  }
  return [...readings].map(([atMs, objects]) => ({ atMs, objects }));
}

const cycleOf = ({ atMs }: Reading) => Math.floor(atMs / INTERVAL_MS);

async function untilReadings(count: number): Promise<readonly Reading[]> {
  await expect
    .poll(async () => (await storedReadings()).length, { timeout: 120_000, interval: 200 })
    .toBeGreaterThanOrEqual(count);
  return storedReadings();
}

/** The first reading is that of a change, at once and outside the rhythm; it may share its cycle with the next. */
function expectOnePerCycle(readings: readonly Reading[]): void {
  const cycles = readings.slice(1).map(cycleOf);
  expect(new Set(cycles).size).toBe(cycles.length);
  for (const { objects } of readings) {
    expect(objects).toHaveLength(OBJECTS);
    expect(new Set(objects).size).toBe(OBJECTS);
  }
}

describe("two processes that collect one cluster", () => {
  it("read it once in each cycle, and call no more than one of them would", async () => {
    await expect.poll(() => collectors.every(({ hasStarted }) => hasStarted), { timeout: 60_000 }).toBe(true);
    await beginNow(clusterId);
    await untilReadings(1);
    simulator.resetCalls();
    const before = (await storedReadings()).length;

    const readings = await untilReadings(before + CYCLES);

    const { total, calls } = simulator.calls();
    expectOnePerCycle(readings);
    // One more may be under way.
    expect(calls["GET /cluster/resources"]).toBeGreaterThanOrEqual(readings.length - before);
    expect(calls["GET /cluster/resources"]).toBeLessThanOrEqual(readings.length - before + 1);
    expect(total).toBeLessThanOrEqual((readings.length - before + 1) * MOST_CALLS);
    expect(collectors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 180_000);

  it("go on with one when the other is killed, without a cycle that is read twice", async () => {
    await collectors[0]?.stop();
    const before = (await storedReadings()).length;

    const readings = await untilReadings(before + 3);

    expectOnePerCycle(readings);
    const pauses = readings.slice(1).map(({ atMs }, index) => atMs - (readings[index]?.atMs ?? atMs));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(4 * INTERVAL_MS);
  }, 180_000);
});
