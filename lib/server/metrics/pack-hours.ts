import "server-only";
import { pool } from "@/lib/server/db/pool";
import type { ClusterProgress } from "./cluster-progress";
import { withPartitions } from "./ensure-partitions";
import { inTransaction, LOCKS } from "./in-transaction";
import { kindOfCode } from "./metric-layout";
import { decodeBlock, type SampleEntry } from "./sample-block";
import { floorTo, HOUR_MS, MINUTE_MS } from "./sample-tables";
import { writeBlocks } from "./write-blocks";

interface Unit {
  readonly kind: number;
  readonly chunk: number;
}

/**
 * Packs a cluster's complete hours from rows of many objects into one block per object. Goes on where it stopped;
 * stops when `isOver` says so, at the latest after the next 32 objects.
 *
 * @returns until when hours are packed now
 */
export async function packHours(
  progress: ClusterProgress,
  minutesUntilMs: number,
  isOver: () => boolean,
): Promise<number> {
  const { number } = progress;
  let hourMs = progress.hoursUntilMs;
  let done = progress.hourDone;
  while (hourMs + HOUR_MS <= minutesUntilMs) {
    const firstMs = await findNextMinute(number, hourMs, minutesUntilMs);
    if (firstMs > hourMs) {
      await saveProgress(number, hourMs, firstMs, 0);
      hourMs = firstMs;
      done = 0;
      continue;
    }
    const units = await readUnits(number, hourMs);
    for (const unit of units.slice(done)) {
      await packUnit(number, hourMs, unit);
      done += 1;
      if (isOver()) break;
    }
    const isDone = done >= units.length;
    await saveProgress(number, hourMs, isDone ? hourMs + HOUR_MS : hourMs, isDone ? 0 : done);
    if (!isDone) return hourMs;
    hourMs += HOUR_MS;
    done = 0;
  }
  return hourMs;
}

/** The hour of the first minute that is not packed, so that a long pause is passed in one step. */
async function findNextMinute(number: number, fromMs: number, untilMs: number): Promise<number> {
  const { rows } = await pool().query<{ at: Date }>(
    "SELECT at FROM metrics.minute_sample WHERE number = $1 AND at >= $2 ORDER BY at LIMIT 1",
    [number, new Date(fromMs)],
  );
  return floorTo(Math.min(rows[0]?.at.getTime() ?? untilMs, untilMs), HOUR_MS);
}

async function readUnits(number: number, hourMs: number): Promise<Unit[]> {
  const { rows } = await pool().query<Unit>(
    `SELECT DISTINCT kind, chunk FROM metrics.minute_sample
      WHERE number = $1 AND at >= $2 AND at < $3 ORDER BY kind, chunk`,
    [number, new Date(hourMs), new Date(hourMs + HOUR_MS)],
  );
  return rows;
}

async function packUnit(number: number, hourMs: number, { kind: code, chunk }: Unit): Promise<void> {
  const kind = kindOfCode(code);
  const minutes = Array.from({ length: 60 }, (_, minute) => new Date(hourMs + minute * MINUTE_MS));
  await withPartitions("minute_block", [hourMs], () =>
    inTransaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock($1, 0)", [LOCKS.blocks]);
      const { rows } = await client.query<{ at: Date; body: Buffer }>(
        `SELECT at, body FROM metrics.minute_sample
          WHERE at = ANY($1::timestamptz[]) AND number = $2 AND kind = $3 AND chunk = $4 ORDER BY at`,
        [minutes, number, code, chunk],
      );
      const objects = new Map<number, SampleEntry[]>();
      for (const { at, body } of rows) {
        const minute = (at.getTime() - hourMs) / MINUTE_MS;
        for (const entry of decodeBlock(kind, "minute", body)) {
          const entries = objects.get(entry.key) ?? [];
          entries.push({ ...entry, key: minute });
          objects.set(entry.key, entries);
        }
      }
      const blocks = [...objects].map(([objectId, entries]) => ({ atMs: hourMs, objectId, entries }));
      await writeBlocks(client, "minute_block", kind, blocks);
    }),
  );
}

/** Unless another process has gone on already, or late minutes sent it back. */
async function saveProgress(number: number, hourMs: number, nextMs: number, done: number): Promise<void> {
  await pool().query(
    "UPDATE metrics.cluster_progress SET hours_until = $3, hour_done = $4 WHERE number = $1 AND hours_until = $2",
    [number, new Date(hourMs), new Date(nextMs), done],
  );
}
