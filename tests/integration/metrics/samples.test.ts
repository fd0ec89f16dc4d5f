import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { maintainPartitions } from "@/lib/server/metrics/maintain-partitions";
import { forgetGuestDays, readGuestDay } from "@/lib/server/metrics/read-guest-day";
import { readHourlyReadings } from "@/lib/server/metrics/read-hourly-readings";
import { readSeries } from "@/lib/server/metrics/read-series";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { writeHistory } from "@/lib/server/metrics/write-history";
import { writeSamples } from "@/lib/server/metrics/write-samples";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";

useTestDatabase();

const VIEWER: Viewer = { userId: "u", username: "u", name: "U", role: "viewer", sessionId: "s" };
const RETENTION = { tenSecondHours: 2, minuteDays: 14, hourMonths: 24 };
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 28, 22, 0, 0);

let clusterId: string;

beforeAll(() => maintainPartitions(START, RETENTION));

beforeEach(async () => {
  forgetGuestDays();
  await pool().query("TRUNCATE cluster, node, guest, storage RESTART IDENTITY CASCADE");
  await pool().query(
    `TRUNCATE metrics.cluster_progress, metrics.minute_progress, metrics.recent_sample, metrics.minute_sample,
              metrics.minute_block, metrics.hour_block RESTART IDENTITY`,
  );
  clusterId = await addCluster();
});

async function addCluster(): Promise<string> {
  const id = randomUUID();
  await pool().query(
    `INSERT INTO cluster (id, name, token_id, token_secret_sealed, updated_at) VALUES ($1, gen_random_uuid()::text, 't', 's', now())`,
    [id],
  );
  for (let index = 1; index <= 3; index += 1) {
    await pool().query("INSERT INTO node (cluster_id, name) VALUES ($1, $2)", [id, `pve${index}`]);
    await pool().query("INSERT INTO storage (cluster_id, name, node) VALUES ($1, 'local-lvm', $2)", [
      id,
      `pve${index}`,
    ]);
  }
  await pool().query(
    "INSERT INTO guest (cluster_id, vmid, kind) SELECT $1, 100 + g, 'qemu' FROM generate_series(0, 39) g",
    [id],
  );
  return id;
}

function reading(readAtMs: number, cpu: number) {
  const snapshot = sampleSnapshot({ clusterId, readAtMs, nodes: 3, guests: 40 });
  const guests = snapshot.guests.map((guest) => ({ ...guest, cpuFraction: cpu }));
  const nodes = snapshot.nodes.map((node) => ({ ...node, cpuFraction: cpu }));
  return { ...snapshot, guests, nodes };
}

const write = (readAtMs: number, cpu: number) => writeSamples(reading(readAtMs, cpu), NO_SCORES);

async function cpuOfFirstGuest(fromMs: number, toMs: number, nowMs: number, points = 2_000) {
  const query = {
    kind: "guest" as const,
    objects: [1],
    metrics: ["cpuFraction" as const],
    fromMs,
    toMs,
    points,
  };
  const answer = await readSeries(VIEWER, query, nowMs);
  const [line] = answer.series;
  return {
    ...answer,
    minimum: line?.minimum ?? [],
    average: line?.average ?? [],
    maximum: line?.maximum ?? [],
  };
}

async function contents(table: string): Promise<unknown[]> {
  const { rows } = await pool().query(`SELECT * FROM metrics.${table} ORDER BY 1, 2, 3`);
  return rows;
}

describe("writing samples", () => {
  test("stores one row for up to 32 objects and nothing more for the same reading", async () => {
    expect(await write(START, 0.25)).toBe(46);
    await write(START, 0.25);
    expect(await contents("recent_sample")).toHaveLength(4);
  });

  test("leaves out what was carried over from an earlier reading", async () => {
    const fresh = reading(START, 0.25);
    const nodes = fresh.nodes.map((node, index) =>
      index === 0 ? { ...node, readAtMs: START - 10_000 } : node,
    );
    const parts = [{ part: "resources", readAtMs: START - 10_000, error: "timeout" }];
    expect(await writeSamples({ ...fresh, nodes, parts }, NO_SCORES)).toBe(42);
  });

  test("makes the partition of a time for which none was prepared", async () => {
    await write(START + 400 * DAY, 0.5);
    const answer = await cpuOfFirstGuest(
      START + 400 * DAY - MINUTE,
      START + 400 * DAY + MINUTE,
      START + 400 * DAY,
    );
    expect(answer.average).toContain(0.5);
  });

  test("keeps two clusters whose guests share a row apart", async () => {
    await write(START, 0.1);
    const first = clusterId;
    clusterId = await addCluster();
    const snapshot = sampleSnapshot({ clusterId, readAtMs: START, nodes: 3, guests: 10, firstId: 41 });
    await writeSamples(snapshot, NO_SCORES);
    await rollUpSamples(START + 2 * HOUR);
    clusterId = first;
    const answer = await cpuOfFirstGuest(START, START + MINUTE, START + 2 * HOUR + DAY);
    expect(answer.average[0]).toBeCloseTo(0.1);
  });
});

describe("minutes", () => {
  test("are averages with the highest reading, written with the first reading of the next minute", async () => {
    for (let index = 0; index < 6; index += 1) await write(START + index * 10_000, index / 10);
    expect(await contents("minute_sample")).toHaveLength(0);
    await write(START + MINUTE, 0.9);
    expect(await contents("minute_sample")).toHaveLength(4);
    await pool().query("TRUNCATE metrics.recent_sample");
    const answer = await cpuOfFirstGuest(START, START + MINUTE, START + DAY);
    expect(answer.resolutionSeconds).toBe(60);
    expect(answer.average[0]).toBeCloseTo(0.25);
    expect(answer.maximum[0]).toBeCloseTo(0.5);
  });

  test("gain a reading that comes late, and a repeat changes nothing", async () => {
    await write(START, 0.2);
    await rollUpSamples(START + 90_000);
    await write(START + 30_000, 0.4);
    await rollUpSamples(START + 120_000);
    const before = await contents("minute_sample");
    await rollUpSamples(START + 120_000);
    expect(await contents("minute_sample")).toEqual(before);
    const answer = await cpuOfFirstGuest(START, START + MINUTE, START + DAY);
    expect(answer.average[0]).toBeCloseTo(0.3);
  });

  test("survive a database crash that empties the readings, without loss or doubling", async () => {
    for (let index = 0; index < 9; index += 1) await write(START + index * 10_000, 0.2);
    await pool().query("TRUNCATE metrics.recent_sample, metrics.minute_progress");
    await write(START + 100_000, 0.8);
    await write(START + 120_000, 0.8);
    await rollUpSamples(START + 4 * HOUR);
    const answer = await cpuOfFirstGuest(START, START + 3 * MINUTE, START + DAY);
    expect(answer.average.slice(0, 2).map((value) => value?.toFixed(2))).toEqual(["0.20", "0.80"]);
  });

  test("are the same when two processes sum up at once", async () => {
    for (let index = 0; index < 420; index += 6) await write(START + index * 10_000, (index % 7) / 10);
    await Promise.all([1, 2, 3].map(() => rollUpSamples(START + 3 * HOUR, { budgetMs: 10 * MINUTE })));
    const blocks = await contents("minute_block");
    await rollUpSamples(START + 3 * HOUR, { budgetMs: 10 * MINUTE });
    expect(await contents("minute_block")).toEqual(blocks);
    const answer = await cpuOfFirstGuest(START, START + 70 * MINUTE, START + DAY);
    expect(answer.average.slice(0, 70).every((value) => value !== null)).toBe(true);
  });
});

describe("hours and days", () => {
  async function writeMinutes(fromMs: number, count: number, cpuOf: (minute: number) => number) {
    const points = Array.from({ length: count }, (_, minute) => ({
      atMs: fromMs + minute * MINUTE,
      values: { cpuFraction: cpuOf(minute) },
    }));
    await writeHistory({ kind: "guest", objectId: 1, resolution: "minute", points });
  }

  test("an hour is packed into one block per object, in portions when time is short", async () => {
    for (let minute = 0; minute <= 60; minute += 1) await write(START + minute * MINUTE, minute / 100);
    for (let call = 0; call < 5; call += 1) await rollUpSamples(START + HOUR + 90_000, { budgetMs: 0 });
    expect(await contents("minute_block")).toHaveLength(46);
    const answer = await cpuOfFirstGuest(START, START + 61 * MINUTE, START + DAY);
    expect(answer.average.slice(0, 61).map((value) => Math.round((value ?? -1) * 100))).toEqual(
      Array.from({ length: 61 }, (_, minute) => minute),
    );
  });

  test("a day has average, maximum and the 95th percentile of each hour, in UTC across a change of clocks", async () => {
    await write(START + 2 * HOUR, 0.5);
    await writeMinutes(START + 2 * HOUR + MINUTE, 100, (minute) => minute / 100);
    await rollUpSamples(START + 2 * DAY + 3 * HOUR);
    const hours = await contents("hour_block");
    expect(hours.length).toBeGreaterThan(0);
    const answer = await cpuOfFirstGuest(START + 2 * HOUR, START + 4 * HOUR, START + 100 * DAY);
    expect(answer.resolutionSeconds).toBe(3_600);
    expect(answer.timesMs).toEqual([START + 2 * HOUR, START + 3 * HOUR]);
    expect(answer.maximum[1]).toBeCloseTo(0.99);
  });

  test("back-filled history fills gaps and never covers a reading", async () => {
    for (let index = 0; index < 7; index += 1) await write(START + index * 10_000, 0.2);
    await writeMinutes(START - 2 * MINUTE, 5, () => 0.9);
    await rollUpSamples(START + 2 * HOUR);
    await writeMinutes(START - 2 * MINUTE, 5, () => 0.7);
    const answer = await cpuOfFirstGuest(START - 2 * MINUTE, START + 3 * MINUTE, START + DAY);
    expect(answer.average.map((value) => value?.toFixed(1))).toEqual(["0.9", "0.9", "0.2", "0.2", "0.9"]);
  });

  test("minutes that come late after their hour was packed are packed too", async () => {
    await write(START, 0.2);
    await rollUpSamples(START + 2 * HOUR);
    await write(START + 5 * MINUTE, 0.6);
    await rollUpSamples(START + 2 * HOUR);
    const answer = await cpuOfFirstGuest(START, START + 6 * MINUTE, START + DAY);
    expect(answer.average[5]).toBeCloseTo(0.6);
    expect(answer.average[0]).toBeCloseTo(0.2);
  });

  test("scoring gets each node's hours with the running one", async () => {
    for (let minute = 0; minute < 130; minute += 1) await write(START + minute * MINUTE, 0.3);
    await rollUpSamples(START + 130 * MINUTE);
    const readings = await readHourlyReadings(clusterId, START + 131 * MINUTE);
    const hours = readings.get("pve1") ?? [];
    expect(hours.map(({ atMs }) => atMs)).toEqual([START, START + HOUR, START + 2 * HOUR]);
    expect(hours[0]?.cpuAverageFraction).toBeCloseTo(0.3);
    expect(hours[0]?.memoryAverageFraction).toBeCloseTo(60 / 128, 2);
  });

  test("planning gets each guest's whole hours of the last day, and the next one once it is over", async () => {
    for (let minute = 0; minute < 130; minute += 1) await write(START + minute * MINUTE, 0.3);
    await rollUpSamples(START + 130 * MINUTE);
    const { rows } = await pool().query<{ id: number }>("SELECT min(id) AS id FROM guest");
    const hoursAt = async (nowMs: number) =>
      (await readGuestDay(clusterId, nowMs)).get(rows[0]?.id ?? 0) ?? [];
    const two = await hoursAt(START + 131 * MINUTE);
    expect(two.map(({ atMs }) => atMs)).toEqual([START, START + HOUR]);
    expect(two[0]?.cpuFraction).toBeCloseTo(0.3);
    expect(two[0]?.memoryBytes).toBeGreaterThan(0);
    const three = await hoursAt(START + 3 * HOUR);
    expect(three.map(({ atMs }) => atMs)).toEqual([START, START + HOUR, START + 2 * HOUR]);
    const last = await hoursAt(START + 25 * HOUR);
    expect(last.map(({ atMs }) => atMs)).toEqual([START + HOUR, START + 2 * HOUR]);
  });
});

describe("series", () => {
  test("a step spans from its lowest to its highest: of readings while they are kept, of minutes after", async () => {
    for (let index = 0; index < 13; index += 1) await write(START + index * 10_000, (1 + (index % 6)) / 10);
    const fine = await cpuOfFirstGuest(START, START + MINUTE, START + MINUTE, 4);
    expect(fine).toMatchObject({ resolutionSeconds: 20, sampleSeconds: 10 });
    expect(fine.minimum.map((value) => value?.toFixed(1))).toEqual(["0.1", "0.3", "0.5"]);
    expect(fine.maximum.map((value) => value?.toFixed(1))).toEqual(["0.2", "0.4", "0.6"]);

    await write(START + MINUTE + 5_000, 0.8);
    await rollUpSamples(START + 4 * HOUR);
    const coarse = await cpuOfFirstGuest(START, START + 10 * MINUTE, START + DAY, 3);
    expect(coarse).toMatchObject({ resolutionSeconds: 300, sampleSeconds: 60 });
    expect(coarse.minimum[0]).toBeCloseTo(0.1);
    expect(coarse.maximum[0]).toBeCloseTo(0.8);
  });

  test("has gaps as null, takes the finest resolution a range needs, and fills it from the coarser one", async () => {
    await write(START, 0.2);
    await write(START + 30_000, 0.4);
    const fine = await cpuOfFirstGuest(START, START + 60_000, START + 60_000);
    expect(fine.resolutionSeconds).toBe(10);
    expect(fine.average.map((value) => value?.toFixed(1) ?? null)).toEqual([
      "0.2",
      null,
      null,
      "0.4",
      null,
      null,
    ]);

    await rollUpSamples(START + 2 * MINUTE);
    await pool().query("TRUNCATE metrics.recent_sample");
    const filled = await cpuOfFirstGuest(START, START + 60_000, START + 60_000);
    expect(filled.average.every((value) => value !== null && Math.abs(value - 0.3) < 0.001)).toBe(true);
  });

  test("refuses a metric of another kind, an unknown object and an empty range", async () => {
    const query = { kind: "guest" as const, objects: [1], metrics: ["cpuFraction" as const], points: 400 };
    await expect(readSeries(VIEWER, { ...query, metrics: ["penaltyPoints"] })).rejects.toThrow(/no metric/);
    await expect(readSeries(VIEWER, { ...query, objects: [4_711] })).rejects.toThrow(
      /no guest numbered 4711/,
    );
    await expect(readSeries(VIEWER, { ...query, fromMs: 5, toMs: 5 })).rejects.toThrow(/end after/);
  });
});
