import "server-only";
import { pool } from "@/lib/server/db/pool";
import { AppError } from "@/lib/server/http/app-error";
import type { SampleKind } from "./metric-layout";
import type { SampleObject } from "./read-entries";

interface ObjectRow {
  readonly id: number;
  readonly number: number | null;
  readonly hours_until: Date | null;
  readonly days_until: Date | null;
}

/**
 * Where the samples of these objects are.
 *
 * @throws AppError not_found naming the first object that does not exist
 */
export async function findSampleObjects(kind: SampleKind, ids: readonly number[]): Promise<SampleObject[]> {
  const { rows } = await pool().query<ObjectRow>(
    `SELECT o.id, p.number, p.hours_until, p.days_until
       FROM ${kind} o JOIN cluster c ON c.id = o.cluster_id AND c.removed_at IS NULL
       LEFT JOIN metrics.cluster_progress p ON p.cluster_id = o.cluster_id
      WHERE o.id = ANY($1::int[])`,
    [ids],
  );
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new AppError("not_found", `There is no ${kind} numbered ${missing}.`);
  return rows.map(({ id, number, hours_until, days_until }) => ({
    objectId: id,
    // A cluster without a number has no readings yet, but may have history.
    number: number ?? 0,
    hoursUntilMs: hours_until?.getTime() ?? Number.MAX_SAFE_INTEGER,
    daysUntilMs: days_until?.getTime() ?? 0,
  }));
}
