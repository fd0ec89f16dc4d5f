import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";
import { addSampleCluster, storedBytes, walBytes } from "./support/sample-database";

const NODES = 20;
const GUESTS = 500;
const CYCLE_MS = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LIMIT_BYTES_PER_DAY = 150_000_000;
/** PostgreSQL's default checkpoint_timeout: the first change of a page after each writes the whole page. */
const CHECKPOINT_MS = 300_000;
/** 22:30 UTC: the hour and, in the long run, the day turn over while it is measured. */
const START_MS = Date.UTC(2026, 5, 1, 22, 30);

/**
 * What an idle cluster of 20 nodes and 500 guests makes PostgreSQL write a day: WAL of everything plus growth of the
 * files, unlogged ones too. The product's own functions write every reading, roll up each minute and keep partitions
 * each hour, with an injected clock that runs faster than real time and with a checkpoint every five minutes of it.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const { startPostgres } = await import("@/lib/server/db/embedded/start-postgres");
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-bench-"));
  await chmod(folder, 0o755);
  const server = await startPostgres({
    directory: path.join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings: { fsync: "off", checkpoint_timeout: "1d" },
  });
  try {
    return await measure(server.urlOf("postgres"), quick);
  } finally {
    const { closePool } = await import("@/lib/server/db/pool");
    const { closePrisma } = await import("@/lib/server/db/prisma");
    await closePrisma();
    await closePool();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(url: string, quick: boolean) {
  process.env.DATABASE_URL = url;
  const { applyMigrations } = await import("@/lib/server/db/apply-migrations");
  await applyMigrations(url);
  const { pool } = await import("@/lib/server/db/pool");
  const clusterId = await addSampleCluster(NODES, GUESTS);
  // Readings are kept for two hours: after the warm-up their partitions come and go at the same rate.
  const warmUpMs = (quick ? 35 : 240) * MINUTE_MS;
  const measuredMs = (quick ? 60 : 360) * MINUTE_MS;
  await drive(clusterId, START_MS - warmUpMs, START_MS);
  await pool().query("CHECKPOINT");
  const before = { wal: await walBytes(), stored: await storedBytes() };
  const startedAt = performance.now();
  await drive(clusterId, START_MS, START_MS + measuredMs);
  const cycleMs = (performance.now() - startedAt) / (measuredMs / CYCLE_MS);
  await pool().query("CHECKPOINT");
  const after = { wal: await walBytes(), stored: await storedBytes() };

  const factor = DAY_MS / measuredMs;
  const walPerDay = Math.round((after.wal - before.wal) * factor);
  const growth = Object.fromEntries(
    Object.entries(after.stored).map(([name, bytes]) => [
      name,
      Math.round((bytes - (before.stored[name] ?? 0)) * factor),
    ]),
  );
  const growthPerDay = Object.values(growth).reduce((total, bytes) => total + Math.max(bytes, 0), 0);
  const bytesPerDay = walPerDay + growthPerDay;
  return {
    ok: bytesPerDay < LIMIT_BYTES_PER_DAY,
    figures: {
      bytesPerDay,
      walBytesPerDay: walPerDay,
      growthBytesPerDay: growthPerDay,
      growthByTable: growth,
      simulatedMinutes: measuredMs / MINUTE_MS,
      millisecondsPerCycle: Math.round(cycleMs * 10) / 10,
      counted:
        "WAL of the server with full page images and a checkpoint every 5 minutes, plus growth of every relation of the schemas metrics, public and pg_catalog; not counted: the job queue's rows",
    },
    limits: { bytesPerDay: LIMIT_BYTES_PER_DAY },
  };
}

async function drive(clusterId: string, fromMs: number, toMs: number): Promise<void> {
  const { pool } = await import("@/lib/server/db/pool");
  const { writeSamples } = await import("@/lib/server/metrics/write-samples");
  const { rollUpSamples } = await import("@/lib/server/metrics/roll-up-samples");
  const { maintainPartitions } = await import("@/lib/server/metrics/maintain-partitions");
  const { storeSnapshot } = await import("@/lib/server/live/store-snapshot");
  for (let nowMs = fromMs; nowMs < toMs; nowMs += CYCLE_MS) {
    if (nowMs % (60 * MINUTE_MS) === 0 || nowMs === fromMs) await maintainPartitions(nowMs);
    const snapshot = sampleSnapshot({
      clusterId,
      readAtMs: nowMs,
      nodes: NODES,
      guests: GUESTS,
      noise: (index) =>
        (Math.imul(index + 1, 2_654_435_761) ^ Math.imul(nowMs / 1_000, 40_503)) / 2 ** 32 + 0.5,
    });
    await writeSamples(snapshot, NO_SCORES);
    await storeSnapshot(snapshot, NO_SCORES);
    if (nowMs % MINUTE_MS === 0) await rollUpSamples(nowMs);
    if (nowMs % CHECKPOINT_MS === 0) await pool().query("CHECKPOINT");
  }
}
