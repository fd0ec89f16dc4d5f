import { afterEach, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { backfillCluster } from "@/lib/server/collection/backfill-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { beginNow, Collector } from "@/tests/support/collecting/collector";
import { findMissingMinutes } from "@/tests/support/collecting/missing-minutes";
import { useRestartableDatabase } from "@/tests/support/restartable-database";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { smallCluster } from "@/tests/support/small-cluster";

const database = useRestartableDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const MINUTE_MS = 60_000;
const INTERVAL_SECONDS = 5;
/** Long enough for every connection of the process to be tried again several times. */
const OUTAGE_MS = 8_000;

let simulator: TestSimulator;
const collectors: Collector[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const collector of collectors.splice(0)) await collector.stop();
  await prisma.cluster.deleteMany();
  await simulator.stop();
});

/** The simulator's clock is the one of this moment: the real one, or that of the test. */
async function connect(name: string): Promise<string> {
  simulator = await startTestSimulator(smallCluster("9.1"));
  const { host, port, fingerprint, tokenId, tokenSecret } = simulator;
  const { id } = await createCluster(viewer, {
    name,
    endpoints: [{ host, port, fingerprint }],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: INTERVAL_SECONDS,
    paused: false,
  });
  return id;
}

async function newestReadingMs(): Promise<number> {
  const { rows } = await pool().query<{ at: Date }>("SELECT read_at AS at FROM metrics.snapshot");
  return rows[0]?.at.getTime() ?? 0;
}

describe("PostgreSQL that is restarted without warning", () => {
  it("costs a process that collects no more than the outage, which it tells in two lines", async () => {
    const clusterId = await connect("process");
    const collector = new Collector(database.url);
    collectors.push(collector);
    await expect.poll(() => collector.hasStarted, { timeout: 60_000 }).toBe(true);
    await beginNow(clusterId);
    const heard = () => collector.lines.filter((line) => line.heard === "delta").length;
    await expect.poll(heard, { timeout: 75_000 }).toBeGreaterThanOrEqual(2);
    const before = collector.lines.length;

    await database.crash();
    const goneMs = Date.now();
    await expect.poll(() => Date.now() - goneMs, { timeout: 60_000 }).toBeGreaterThan(OUTAGE_MS);
    await database.start();
    const backMs = Date.now();
    await expect.poll(() => newestReadingMs().catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(backMs);
    const tookMs = Date.now() - backMs;
    const alreadyHeard = heard();
    await expect.poll(heard, { timeout: 20_000 }).toBeGreaterThan(alreadyHeard);

    expect(collector.isRunning).toBe(true);
    // The next minute would be the next chance of a process that does not notice by itself.
    expect(tookMs).toBeLessThan(INTERVAL_SECONDS * 1_000 + 15_000);
    const said = collector.lines.slice(before);
    expect(said.filter(({ component }) => component === "database").map(({ msg }) => msg)).toEqual([
      "The database cannot be reached. Evenkeel goes on by itself as soon as it is back.",
      "the database answers again",
    ]);
    expect(said.filter((line) => collector.complaints.includes(line))).toHaveLength(1);
    expect(said.filter(({ level }) => level !== undefined).length).toBeLessThanOrEqual(5);
  }, 240_000);

  it("costs no minute, though it forgets the readings of the running one and the newest snapshot", async () => {
    const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    vi.useFakeTimers({ toFake: ["Date"], now: startMs });
    const clusterId = await connect("minutes");
    await updateSettings(viewer, { cluster: clusterId, values: { "collection.callsPerMinute": 10_000 } });
    const read = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        await collectCluster(clusterId, { force: true });
        vi.setSystemTime(Date.now() + 10_000);
      }
    };
    const fill = async () => {
      for (let slice = 0; slice < 50; slice += 1) if ((await backfillCluster(clusterId)).done) return;
    };
    await read(12);
    await fill();

    // A whole minute that was not summed up yet, and a reading that is under way.
    await read(6);
    const underWay = collectCluster(clusterId, { force: true }).catch(() => null);
    await database.crash();
    await underWay;
    await expect(collectCluster(clusterId, { force: true })).rejects.toThrow();
    await database.start();
    expect(await readSnapshot(clusterId)).toBeNull();
    vi.setSystemTime(Date.now() + 10_000);
    const back = await collectCluster(clusterId, { force: true });
    await read(12);
    await fill();
    await rollUpSamples(Date.now() + 2 * MINUTE_MS);

    expect(back).toMatchObject({ outcome: "stored", historyGap: true });
    expect(await findMissingMinutes(database.url, clusterId, startMs, startMs + 5 * MINUTE_MS)).toEqual([]);
  }, 120_000);
});
