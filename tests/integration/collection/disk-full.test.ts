import { afterEach, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { backfillCluster } from "@/lib/server/collection/backfill-cluster";
import { type CollectionOutcome, collectCluster } from "@/lib/server/collection/collect-cluster";
import { readEvents } from "@/lib/server/collection/read-events";
import { databaseTrouble } from "@/lib/server/db/database-trouble";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { readHealth } from "@/lib/server/health/read-health";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { beginNow, Collector } from "@/tests/support/collecting/collector";
import { findMissingMinutes } from "@/tests/support/collecting/missing-minutes";
import { useRestartableDatabase } from "@/tests/support/restartable-database";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { smallCluster } from "@/tests/support/small-cluster";
import { canMakeDisk, makeSmallDisk, type SmallDisk } from "@/tests/support/small-disk";

process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const MINUTE_MS = 60_000;
const SENTENCE =
  "The database's disk is full. New readings cannot be kept until there is space; then what is missing is filled in.";

describe.skipIf(!canMakeDisk())("a database whose disk is full", () => {
  let disk: SmallDisk;
  const database = useRestartableDatabase({
    makeFolder: async () => {
      disk = makeSmallDisk(160);
      return { folder: disk.folder, remove: async () => disk.remove() };
    },
    settings: { autovacuum: "on", max_wal_size: "48MB", min_wal_size: "32MB" },
  });
  let simulator: TestSimulator;
  const collectors: Collector[] = [];

  afterEach(async () => {
    vi.useRealTimers();
    disk.free();
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
      intervalSeconds: 5,
      paused: false,
    });
    return id;
  }

  async function newestReadingMs(): Promise<number> {
    const { rows } = await pool().query<{ at: Date }>("SELECT read_at AS at FROM metrics.snapshot");
    return rows[0]?.at.getTime() ?? 0;
  }

  it("costs no minute and no event: what found no space is filled in when there is some", async () => {
    const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    vi.useFakeTimers({ toFake: ["Date"], now: startMs });
    const clusterId = await connect("minutes");
    await updateSettings(viewer, { cluster: clusterId, values: { "collection.callsPerMinute": 10_000 } });
    const read = async (rounds: number, before = () => {}) => {
      const outcomes: CollectionOutcome[] = [];
      for (let round = 0; round < rounds; round += 1) {
        before();
        outcomes.push(await collectCluster(clusterId, { force: true }));
        vi.setSystemTime(Date.now() + 10_000);
      }
      return outcomes;
    };
    const fill = async () => {
      for (let slice = 0; slice < 50; slice += 1) if ((await backfillCluster(clusterId)).done) return;
    };
    await read(12);
    await fill();

    const full = await read(30, disk.fill);
    await simulator.post({ do: "guest-lock", vmid: 100, lock: "backup" });
    full.push(...(await read(30, disk.fill)));

    const newestMs = await newestReadingMs();
    const [row] = await readClusterRows(viewer);
    const health = await readHealth({ ready: true }).catch((error: Error) => error.message);
    disk.free();
    await expect.poll(() => databaseTrouble(), { timeout: 20_000 }).toBeNull();
    const back = await read(6);
    await fill();
    await rollUpSamples(Date.now() + 2 * MINUTE_MS);

    expect(full.filter(({ problem }) => problem === "database_full").length).toBeGreaterThan(20);
    expect(full.every(({ outcome, problem }) => outcome === "stored" || problem === "database_full")).toBe(
      true,
    );
    // Pages go on: the newest reading takes no new space.
    expect(Date.now() - 6 * 10_000 - newestMs).toBeLessThanOrEqual(20_000);
    expect(row?.problem).toMatchObject({ code: "database_full", message: SENTENCE });
    expect(health).toBe(SENTENCE);
    expect(back.map(({ outcome }) => outcome)).toEqual(back.map(() => "stored"));
    expect(back[0]?.historyGap).toBe(true);
    expect((await readClusterRows(viewer))[0]?.problem).toBeNull();
    expect(await findMissingMinutes(database.url, clusterId, startMs, startMs + 12 * MINUTE_MS)).toEqual([]);
    const { rows: events } = await readEvents(viewer, { limit: 50, cluster: clusterId });
    expect(events.map(({ kind }) => kind).filter((kind) => kind === "guest-locked")).toHaveLength(1);
  }, 180_000);

  it("stops no process: it goes on reading, says so in one line, and works as before when there is space", async () => {
    const clusterId = await connect("process");
    const collector = new Collector(database.url);
    collectors.push(collector);
    await expect.poll(() => collector.hasStarted, { timeout: 60_000 }).toBe(true);
    await beginNow(clusterId);
    const heard = () => collector.lines.filter((line) => line.heard === "delta").length;
    await expect.poll(heard, { timeout: 75_000 }).toBeGreaterThanOrEqual(2);
    const before = collector.lines.length;
    const said = () => collector.lines.slice(before).filter(({ component }) => component === "database");

    await expect
      .poll(
        () => {
          disk.fill();
          return said().length;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBe(1);
    const alreadyHeard = heard();
    await expect
      .poll(
        () => {
          disk.fill();
          return heard() - alreadyHeard;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBeGreaterThanOrEqual(4);
    disk.free();
    await expect.poll(() => said().length, { timeout: 30_000 }).toBe(2);
    const backMs = Date.now();
    await expect.poll(newestReadingMs, { timeout: 30_000 }).toBeGreaterThan(backMs);

    expect(collector.isRunning).toBe(true);
    expect(said().map(({ msg }) => msg)).toEqual([SENTENCE, "the database can write again"]);
    expect(collector.complaints.filter((line) => collector.lines.indexOf(line) >= before)).toHaveLength(1);
  }, 240_000);
});
