import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 5, 1);
const VIEWER: Viewer = {
  userId: "bench",
  username: "bench",
  name: "Bench",
  role: "viewer",
  sessionId: "bench",
};
const LEAST_COPY_SHARE = 0.5;
const CHART_LIMIT_MS = 20;
const WARM_UP_CHARTS = 20;

/**
 * How fast samples are written, against a bare COPY of the same samples (one row per object, no index) into the same
 * server in batches of the same size; and how long a chart of one guest over seven days takes in a database that holds
 * 90 days (quick: 20) of a cluster of 20 nodes and 500 guests.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  // Standard output is for the result alone.
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const { startPostgres } = await import("@/lib/server/db/embedded/start-postgres");
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-bench-"));
  await chmod(folder, 0o755);
  const server = await startPostgres({
    directory: path.join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
  });
  try {
    process.env.DATABASE_URL = server.urlOf("postgres");
    const { applyMigrations } = await import("@/lib/server/db/apply-migrations");
    await applyMigrations(process.env.DATABASE_URL);
    const small = await measureWriting({ nodes: 20, guests: 500, firstId: 1, cycles: quick ? 120 : 360 });
    const large = await measureWriting({
      nodes: 100,
      guests: 10_000,
      firstId: 10_001,
      cycles: quick ? 12 : 60,
    });
    const chart = await measureChart(quick ? 20 : 90, quick ? 100 : 500);
    const copyShare = Math.min(small.shareOfCopy, large.shareOfCopy);
    return {
      ok:
        copyShare >= LEAST_COPY_SHARE &&
        chart.p95Ms < CHART_LIMIT_MS &&
        chart.partitionsOutsideRange.length === 0,
      figures: { "20x500": small, "100x10000": large, chart },
      limits: { shareOfCopy: LEAST_COPY_SHARE, p95Ms: CHART_LIMIT_MS, partitionsOutsideRange: [] },
    };
  } finally {
    const { closePool } = await import("@/lib/server/db/pool");
    const { closePrisma } = await import("@/lib/server/db/prisma");
    await closePrisma();
    await closePool();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface WritingSize {
  readonly nodes: number;
  readonly guests: number;
  readonly firstId: number;
  readonly cycles: number;
}

async function measureWriting({ nodes, guests, firstId, cycles }: WritingSize) {
  const { maintainPartitions } = await import("@/lib/server/metrics/maintain-partitions");
  const { writeSamples } = await import("@/lib/server/metrics/write-samples");
  const { pool } = await import("@/lib/server/db/pool");
  const { addSampleCluster } = await import("./support/sample-database");
  const clusterId = await addSampleCluster(20, 500);
  await maintainPartitions(START_MS);
  await pool().query(
    `CREATE UNLOGGED TABLE IF NOT EXISTS bare_copy (at timestamptz, kind smallint, object_id int, ${Array.from({ length: 8 }, (_, index) => `v${index} real`).join(", ")})`,
  );
  // One at a time, as the product has them: a pile of them would be the collector's work in both.
  const snapshotOf = (cycle: number) =>
    sampleSnapshot({
      clusterId,
      readAtMs: START_MS + cycle * 10_000,
      nodes,
      guests,
      firstId,
      noise: (index) => ((index * 31 + cycle * 17) % 101) / 101,
    });
  const rows = cycles * (guests + 2 * nodes);
  let oursMs = 0;
  let copyMs = 0;
  // Turn about, so that a disturbance of the machine hits both.
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const snapshot = snapshotOf(cycle);
    oursMs += await timed(() => writeSamples(snapshot, NO_SCORES));
    copyMs += await timed(() => copySamples(snapshot));
  }
  const rowsPerSecond = Math.round(rows / (oursMs / 1_000));
  const copyRowsPerSecond = Math.round(rows / (copyMs / 1_000));
  return {
    rows,
    rowsPerSecond,
    copyRowsPerSecond,
    shareOfCopy: Math.round((rowsPerSecond / copyRowsPerSecond) * 100) / 100,
    counted:
      "ours: choosing, packing, storing, and summing up complete minutes; COPY: text rows, unlogged, no index",
  };
}

async function copySamples(snapshot: Snapshot): Promise<void> {
  const { pool } = await import("@/lib/server/db/pool");
  const at = new Date(snapshot.readAtMs).toISOString();
  const line = (kind: number, objectId: number | null, values: readonly (number | null)[]) =>
    `${at}\t${kind}\t${objectId}\t${values.map((value) => value ?? "\\N").join("\t")}\n`;
  const lines = [
    ...snapshot.nodes.map((row) =>
      line(1, row.objectId, [
        row.cpuFraction,
        row.ioWaitFraction,
        row.memoryUsedBytes,
        row.swapUsedBytes,
        row.netInBytesPerSecond,
        row.netOutBytesPerSecond,
        row.rootUsedBytes,
        null,
      ]),
    ),
    ...snapshot.guests.map((row) =>
      line(2, row.objectId, [
        row.cpuFraction,
        row.memoryUsedBytes,
        row.memoryHostBytes,
        row.diskUsedBytes,
        row.netInBytesPerSecond,
        row.netOutBytesPerSecond,
        row.diskReadBytesPerSecond,
        row.diskWriteBytesPerSecond,
      ]),
    ),
    ...snapshot.storages.map((row) =>
      line(3, row.objectId, [row.usedBytes, row.totalBytes, null, null, null, null, null, null]),
    ),
  ];
  const client = await pool().connect();
  try {
    await pipeline(Readable.from([lines.join("")]), client.query(copyFrom("COPY bare_copy FROM STDIN")));
  } finally {
    client.release();
  }
}

async function measureChart(days: number, charts: number) {
  const { pool } = await import("@/lib/server/db/pool");
  const { readSeries } = await import("@/lib/server/metrics/read-series");
  const nowMs = START_MS + days * DAY_MS;
  await fillHistory(days);
  await pool().query("ANALYZE");
  const times: number[] = [];
  for (let index = 0; index < WARM_UP_CHARTS + charts; index += 1) {
    const objects = [1 + ((index * 37) % 500)];
    const query = {
      kind: "guest" as const,
      objects,
      metrics: ["cpuFraction" as const],
      range: "7d" as const,
      points: 400,
    };
    const elapsedMs = await timed(() => readSeries(VIEWER, query, nowMs));
    if (index >= WARM_UP_CHARTS) times.push(elapsedMs);
  }
  times.sort((left, right) => left - right);
  const { rows } = await pool().query<{ bytes: string; count: string }>(
    `SELECT sum(pg_total_relation_size(inhrelid)) AS bytes, (SELECT count(*) FROM metrics.minute_block) AS count
       FROM pg_inherits WHERE inhparent = 'metrics.minute_block'::regclass`,
  );
  const round = (value: number | undefined) => Math.round((value ?? 0) * 10) / 10;
  return {
    daysOfMinutes: days,
    blocks: Number(rows[0]?.count),
    blockBytes: Number(rows[0]?.bytes),
    medianMs: round(times[Math.floor(times.length / 2)]),
    p95Ms: round(times[Math.ceil(times.length * 0.95) - 1]),
    partitionsOutsideRange: await partitionsOutside(nowMs - 7 * DAY_MS, nowMs),
  };
}

/** Every guest gets one of 64 different hours over and over: as many bytes as real ones, made in SQL. */
async function fillHistory(days: number): Promise<void> {
  const { pool } = await import("@/lib/server/db/pool");
  const { ensurePartitions } = await import("@/lib/server/metrics/ensure-partitions");
  const { encodeBlock } = await import("@/lib/server/metrics/sample-block");
  const noise = (seed: number) => ((seed * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
  const bodies = Array.from({ length: 64 }, (_, variant) =>
    encodeBlock(
      "guest",
      "minute",
      Array.from({ length: 60 }, (_, minute) => {
        const seed = variant * 60 + minute + 1;
        const averages = [0.01 + noise(seed) / 50, 4e9 + noise(seed * 3) * 2e6, 4.1e9, Number.NaN];
        const rates = [5, 7, 11, 13].map((factor) => 200 + 1_000 * noise(seed * factor));
        const values = [...averages, ...rates];
        return {
          key: minute,
          readings: 6,
          values: [...values, ...values.map((v) => v * 1.2)],
        };
      }),
    ),
  );
  for (let day = 0; day < days; day += 1) {
    const dayMs = START_MS + day * DAY_MS;
    await ensurePartitions("minute_block", [dayMs]);
    await pool().query(
      `INSERT INTO metrics.minute_block (at, kind, object_id, body)
       SELECT to_timestamp($1 / 1000.0) + h * interval '1 hour', 2, g, ($2::bytea[])[1 + (h * 31 + g * 7) % 64]
         FROM generate_series(0, 23) h, generate_series(1, 500) g`,
      [dayMs, bodies],
    );
  }
}

/** Partitions that the chart's query would touch although they hold none of its time. */
async function partitionsOutside(fromMs: number, toMs: number): Promise<string[]> {
  const { pool } = await import("@/lib/server/db/pool");
  const { partitionStart } = await import("@/lib/server/metrics/sample-tables");
  const { BLOCKS_QUERY } = await import("@/lib/server/metrics/read-entries");
  const hours = Array.from(
    { length: (toMs - fromMs) / HOUR_MS },
    (_, hour) => new Date(fromMs + hour * HOUR_MS),
  );
  const { rows } = await pool().query<{ "QUERY PLAN": string }>(`EXPLAIN ${BLOCKS_QUERY.minute_block}`, [
    new Date(fromMs),
    new Date(toMs),
    hours,
    2,
    [1],
  ]);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  const touched = new Set(
    [...plan.matchAll(/ on (minute_block_\d{8}_\d{2})/g)].map(([, name]) => name ?? ""),
  );
  if (touched.size === 0) throw new Error(`the plan names no partition:\n${plan}`);
  return [...touched].filter((name) => {
    const startMs = partitionStart("minute_block", name) ?? 0;
    return startMs + DAY_MS <= fromMs || startMs >= toMs;
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
