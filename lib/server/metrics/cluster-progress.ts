import "server-only";
import { pool } from "@/lib/server/db/pool";
import { DAY_MS, floorTo, HOUR_MS } from "./sample-tables";

export interface ClusterProgress {
  readonly number: number;
  readonly clusterId: string;
  readonly hoursUntilMs: number;
  readonly hourDone: number;
  readonly daysUntilMs: number;
  readonly dayDone: number;
}

interface ProgressRow {
  readonly number: number;
  readonly cluster_id: string;
  readonly hours_until: Date;
  readonly hour_done: number;
  readonly days_until: Date;
  readonly day_done: number;
}

/** How far the samples of these clusters are packed, or of all. */
export async function readProgress(clusterIds?: readonly string[]): Promise<ClusterProgress[]> {
  const { rows } = await pool().query<ProgressRow>(
    `SELECT number, cluster_id, hours_until, hour_done, days_until, day_done
       FROM metrics.cluster_progress WHERE $1::uuid[] IS NULL OR cluster_id = ANY($1) ORDER BY number`,
    [clusterIds ?? null],
  );
  return rows.map((row) => ({
    number: row.number,
    clusterId: row.cluster_id,
    hoursUntilMs: row.hours_until.getTime(),
    hourDone: row.hour_done,
    daysUntilMs: row.days_until.getTime(),
    dayDone: row.day_done,
  }));
}

/** The cluster's short number, given to it with its first reading. */
export async function clusterNumber(clusterId: string, readAtMs: number): Promise<number> {
  const [known] = await readProgress([clusterId]);
  if (known) return known.number;
  await pool().query(
    `INSERT INTO metrics.cluster_progress (cluster_id, hours_until, days_until) VALUES ($1, $2, $3)
     ON CONFLICT (cluster_id) DO NOTHING`,
    [clusterId, new Date(floorTo(readAtMs, HOUR_MS)), new Date(floorTo(readAtMs, DAY_MS))],
  );
  const [made] = await readProgress([clusterId]);
  if (!made) throw new Error(`cluster ${clusterId} got no number for its samples`);
  return made.number;
}
