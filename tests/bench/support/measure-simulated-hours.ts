import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";
import { addSampleCluster } from "./sample-database";
import { storedBytesByPart, walPosition, withClient } from "./write-parts";

const CYCLE_MS = 10_000;
const MINUTE_MS = 60_000;
const CHECKPOINT_MS = 30 * MINUTE_MS;
/** 22:30 UTC: the hour and, in the long run, the day turn over while it is measured. */
const START_MS = Date.UTC(2026, 5, 1, 22, 30);

export interface SimulatedWrites {
  readonly walBytes: number;
  readonly growthBytesByPart: Readonly<Record<string, number>>;
}

/**
 * Drives what stores readings with an injected clock that runs faster than real time: every reading written, each
 * minute rolled up, partitions kept each hour, a checkpoint as often as the built-in server makes one.
 */
export async function measureSimulatedHours(options: {
  readonly url: string;
  readonly nodes: number;
  readonly guests: number;
  readonly warmUpMinutes: number;
  readonly minutes: number;
}): Promise<SimulatedWrites> {
  const { url, nodes, guests } = options;
  const clusterId = await addSampleCluster(nodes, guests);
  const drive = (fromMs: number, toMs: number) => driveCluster({ clusterId, nodes, guests }, fromMs, toMs);
  await drive(START_MS - options.warmUpMinutes * MINUTE_MS, START_MS);
  await withClient(url, (client) => client.query("CHECKPOINT"));
  const before = { lsn: await walPosition(url), stored: await storedBytesByPart(url) };
  await drive(START_MS, START_MS + options.minutes * MINUTE_MS);
  const after = { lsn: await walPosition(url), stored: await storedBytesByPart(url) };
  const { rows } = await withClient(url, (client) =>
    client.query<{ bytes: string }>("SELECT pg_wal_lsn_diff($2::pg_lsn, $1::pg_lsn) AS bytes", [
      before.lsn,
      after.lsn,
    ]),
  );
  const growthBytesByPart = Object.fromEntries(
    Object.entries(after.stored).map(([part, bytes]) => [part, bytes - (before.stored[part] ?? 0)]),
  );
  return { walBytes: Number(rows[0]?.bytes), growthBytesByPart };
}

interface DrivenCluster {
  readonly clusterId: string;
  readonly nodes: number;
  readonly guests: number;
}

async function driveCluster(cluster: DrivenCluster, fromMs: number, toMs: number): Promise<void> {
  const { pool } = await import("@/lib/server/db/pool");
  const { writeSamples } = await import("@/lib/server/metrics/write-samples");
  const { rollUpSamples } = await import("@/lib/server/metrics/roll-up-samples");
  const { maintainPartitions } = await import("@/lib/server/metrics/maintain-partitions");
  const { storeSnapshot } = await import("@/lib/server/live/store-snapshot");
  for (let nowMs = fromMs; nowMs < toMs; nowMs += CYCLE_MS) {
    if (nowMs % (60 * MINUTE_MS) === 0 || nowMs === fromMs) await maintainPartitions(nowMs);
    const snapshot = sampleSnapshot({
      ...cluster,
      readAtMs: nowMs,
      noise: (index) =>
        (Math.imul(index + 1, 2_654_435_761) ^ Math.imul(nowMs / 1_000, 40_503)) / 2 ** 32 + 0.5,
    });
    await writeSamples(snapshot, NO_SCORES);
    await storeSnapshot(snapshot, NO_SCORES);
    if (nowMs % MINUTE_MS === 0) await rollUpSamples(nowMs);
    if (nowMs % CHECKPOINT_MS === 0) await pool().query("CHECKPOINT");
  }
}
