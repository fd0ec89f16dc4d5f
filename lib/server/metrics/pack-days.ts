import "server-only";
import { pool } from "@/lib/server/db/pool";
import type { ClusterProgress } from "./cluster-progress";
import { combineToHour } from "./combine-entries";
import { withPartitions } from "./ensure-partitions";
import { inTransaction, LOCKS } from "./in-transaction";
import { KIND_CODE, METRIC_LAYOUT, SAMPLE_KINDS, type SampleKind } from "./metric-layout";
import { decodeBlock, type SampleEntry } from "./sample-block";
import { DAY_MS, HOUR_MS } from "./sample-tables";
import { writeBlocks } from "./write-blocks";

interface DayObject {
  readonly kind: SampleKind;
  readonly objectId: number;
}

const OBJECTS_PER_STEP = 32;

/**
 * Sums up a cluster's complete UTC days into one block of hours per object. Goes on where it stopped; stops when
 * `isOver` says so, at the latest after the next 32 objects.
 */
export async function packDays(
  progress: ClusterProgress,
  hoursUntilMs: number,
  isOver: () => boolean,
): Promise<void> {
  let dayMs = progress.daysUntilMs;
  let done = progress.dayDone;
  while (dayMs + DAY_MS <= hoursUntilMs) {
    const objects = await readObjects(progress.clusterId, dayMs);
    while (done < objects.length) {
      await packObjects(dayMs, objects.slice(done, done + OBJECTS_PER_STEP));
      done += OBJECTS_PER_STEP;
      if (isOver()) break;
    }
    const isDone = done >= objects.length;
    await pool().query(
      "UPDATE metrics.cluster_progress SET days_until = $3, day_done = $4 WHERE number = $1 AND days_until = $2",
      [progress.number, new Date(dayMs), new Date(isDone ? dayMs + DAY_MS : dayMs), isDone ? 0 : done],
    );
    if (!isDone) return;
    dayMs += DAY_MS;
    done = 0;
  }
}

async function readObjects(clusterId: string, dayMs: number): Promise<DayObject[]> {
  const objects: DayObject[] = [];
  for (const kind of SAMPLE_KINDS) {
    const { rows } = await pool().query<{ object_id: number }>(
      `SELECT DISTINCT b.object_id FROM metrics.minute_block b JOIN ${kind} o ON o.id = b.object_id
        WHERE b.at >= $1 AND b.at < $2 AND b.kind = $3 AND o.cluster_id = $4 ORDER BY b.object_id`,
      [new Date(dayMs), new Date(dayMs + DAY_MS), KIND_CODE[kind], clusterId],
    );
    for (const { object_id: objectId } of rows) objects.push({ kind, objectId });
  }
  return objects;
}

async function packObjects(dayMs: number, objects: readonly DayObject[]): Promise<void> {
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(dayMs + hour * HOUR_MS));
  await withPartitions("hour_block", [dayMs], () =>
    inTransaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock($1, 0)", [LOCKS.blocks]);
      for (const kind of SAMPLE_KINDS) {
        const ids = objects.filter((object) => object.kind === kind).map(({ objectId }) => objectId);
        if (ids.length === 0) continue;
        const { rows } = await client.query<{ at: Date; object_id: number; body: Buffer }>(
          `SELECT at, object_id, body FROM metrics.minute_block
            WHERE at = ANY($1::timestamptz[]) AND kind = $2 AND object_id = ANY($3::int[]) ORDER BY at`,
          [hours, KIND_CODE[kind], ids],
        );
        const days = new Map<number, SampleEntry[]>();
        for (const { at, object_id, body } of rows) {
          const entries = days.get(object_id) ?? [];
          const hour = (at.getTime() - dayMs) / HOUR_MS;
          const minutes = decodeBlock(kind, "minute", body);
          entries.push(combineToHour(hour, minutes, METRIC_LAYOUT[kind].length));
          days.set(object_id, entries);
        }
        const blocks = [...days].map(([objectId, entries]) => ({ atMs: dayMs, objectId, entries }));
        await writeBlocks(client, "hour_block", kind, blocks);
      }
    }),
  );
}
