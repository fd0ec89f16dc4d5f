import "server-only";
import type { PoolClient } from "pg";
import { pool } from "@/lib/server/db/pool";
import { combineToMinute, mergeEntries } from "./combine-entries";
import { withPartitions } from "./ensure-partitions";
import { inTransaction, LOCKS } from "./in-transaction";
import { kindOfCode, METRIC_LAYOUT } from "./metric-layout";
import { decodeBlock, encodeBlock, type SampleEntry } from "./sample-block";
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from "./sample-tables";

interface ChunkRow {
  readonly kind: number;
  readonly chunk: number;
  readonly at: Date;
  readonly body: Buffer;
}

/** The readings of up to 32 objects in one minute. */
interface ChunkMinute {
  readonly kind: number;
  readonly chunk: number;
  readonly minuteMs: number;
  readonly readings: Map<number, SampleEntry[]>;
}

/**
 * Sums up a cluster's readings into minutes, from where it stopped to `untilMs` (a whole minute). Repeating changes
 * nothing, two processes never do it at once, and a minute that was summed up before only ever gains readings.
 */
export async function rollUpMinutes(number: number, untilMs: number): Promise<void> {
  const startMs = await findStart(number);
  if (startMs === null) return;
  // Older readings are gone in any case.
  let fromMs = Math.max(startMs, untilMs - DAY_MS);
  while (fromMs < untilMs) {
    const toMs = Math.min(untilMs, floorTo(fromMs, HOUR_MS) + HOUR_MS);
    const [first, last] = [fromMs, toMs];
    const isMine = await withPartitions("minute_sample", [first, last - MINUTE_MS], () =>
      inTransaction((client) => rollUpSpan(client, number, first, last)),
    );
    if (!isMine) return;
    fromMs = toMs;
  }
}

async function findStart(number: number): Promise<number | null> {
  const { rows } = await pool().query<{ start: Date | null }>(
    `SELECT coalesce(
       (SELECT minutes_until FROM metrics.minute_progress WHERE number = $1),
       (SELECT at + interval '1 minute' FROM metrics.minute_sample WHERE number = $1 ORDER BY at DESC LIMIT 1),
       (SELECT date_trunc('minute', min(at)) FROM metrics.recent_sample WHERE number = $1)) AS start`,
    [number],
  );
  return rows[0]?.start?.getTime() ?? null;
}

async function rollUpSpan(
  client: PoolClient,
  number: number,
  fromMs: number,
  toMs: number,
): Promise<boolean> {
  const { rows: locks } = await client.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock($1, $2) AS mine",
    [LOCKS.minutes, number],
  );
  if (!locks[0]?.mine) return false;

  const span = [number, new Date(fromMs), new Date(toMs)];
  const { rows } = await client.query<ChunkRow>(
    "SELECT kind, chunk, at, body FROM metrics.recent_sample WHERE number = $1 AND at >= $2 AND at < $3",
    span,
  );
  const { rows: present } = await client.query<ChunkRow>(
    "SELECT kind, chunk, at, body FROM metrics.minute_sample WHERE number = $1 AND at >= $2 AND at < $3",
    span,
  );
  await writeMinutes(client, number, [...groupByMinute(rows).values()], present);
  await client.query(
    `INSERT INTO metrics.minute_progress AS known (number, minutes_until) VALUES ($1, $2)
     ON CONFLICT (number) DO UPDATE SET minutes_until = excluded.minutes_until
       WHERE known.minutes_until IS DISTINCT FROM excluded.minutes_until`,
    [number, new Date(toMs)],
  );
  if (rows.length > 0) await reopenHour(client, number, fromMs);
  return true;
}

function groupByMinute(rows: readonly ChunkRow[]): Map<string, ChunkMinute> {
  const minutes = new Map<string, ChunkMinute>();
  for (const { kind, chunk, at, body } of rows) {
    const minuteMs = floorTo(at.getTime(), MINUTE_MS);
    const name = `${kind}/${chunk}/${minuteMs}`;
    const minute = minutes.get(name) ?? { kind, chunk, minuteMs, readings: new Map() };
    minutes.set(name, minute);
    for (const entry of decodeBlock(kindOfCode(kind), "reading", body)) {
      const readings = minute.readings.get(entry.key);
      if (readings) readings.push(entry);
      else minute.readings.set(entry.key, [entry]);
    }
  }
  return minutes;
}

async function writeMinutes(
  client: PoolClient,
  number: number,
  minutes: readonly ChunkMinute[],
  present: readonly ChunkRow[],
): Promise<void> {
  if (minutes.length === 0) return;
  const known = new Map(present.map((row) => [`${row.kind}/${row.chunk}/${row.at.getTime()}`, row.body]));
  const rows = minutes.map(({ kind: code, chunk, minuteMs, readings }) => {
    const kind = kindOfCode(code);
    const width = METRIC_LAYOUT[kind].length;
    const body = known.get(`${code}/${chunk}/${minuteMs}`);
    const before = body ? decodeBlock(kind, "minute", body) : [];
    const sums = [...readings].map(([key, entries]) => combineToMinute(key, entries, width));
    return { code, chunk, minuteMs, body: encodeBlock(kind, "minute", mergeEntries(before, sums)) };
  });
  await client.query(
    `INSERT INTO metrics.minute_sample AS known (at, number, kind, chunk, body)
     SELECT at, $1, kind, chunk, body
       FROM unnest($2::timestamptz[], $3::smallint[], $4::int[], $5::bytea[]) AS t (at, kind, chunk, body)
      ORDER BY at, kind, chunk
     ON CONFLICT (at, number, kind, chunk) DO UPDATE SET body = excluded.body WHERE known.body <> excluded.body`,
    [
      number,
      rows.map(({ minuteMs }) => new Date(minuteMs)),
      rows.map(({ code }) => code),
      rows.map(({ chunk }) => chunk),
      rows.map(({ body }) => body),
    ],
  );
}

/** Late minutes of an hour that is packed already make it be packed again. */
async function reopenHour(client: PoolClient, number: number, fromMs: number): Promise<void> {
  await client.query(
    `UPDATE metrics.cluster_progress
        SET hours_until = $2, hour_done = 0, days_until = least(days_until, $3),
            day_done = CASE WHEN days_until > $3 THEN 0 ELSE day_done END
      WHERE number = $1 AND hours_until > $2`,
    [number, new Date(floorTo(fromMs, HOUR_MS)), new Date(floorTo(fromMs, DAY_MS))],
  );
}
