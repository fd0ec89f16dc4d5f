import "server-only";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Objects that share a row of readings or minutes. Stored: never change. */
export const CHUNK_SIZE = 32;

export type SampleTable = "recent_sample" | "minute_sample" | "minute_block" | "hour_block";

export interface PartitionPlan {
  readonly unlogged: boolean;
  /** Beginning of the partition that holds this moment; everything is UTC. */
  readonly startOf: (atMs: number) => number;
  /** Beginning of the partition after the one that begins at `startMs`. */
  readonly endOf: (startMs: number) => number;
  /** Partitions are made for this long ahead, all at once, … */
  readonly aheadMs: number;
  /** … when fewer than this are left: making one touches many catalogue pages, making several touches the same. */
  readonly leastAheadMs: number;
}

export const PARTITION_PLANS: Readonly<Record<SampleTable, PartitionPlan>> = {
  recent_sample: every(2 * HOUR_MS, { unlogged: true, aheadMs: DAY_MS, leastAheadMs: 4 * HOUR_MS }),
  minute_sample: every(6 * HOUR_MS, { unlogged: false, aheadMs: DAY_MS, leastAheadMs: 6 * HOUR_MS }),
  minute_block: every(DAY_MS, { unlogged: false, aheadMs: 3 * DAY_MS, leastAheadMs: DAY_MS }),
  hour_block: {
    unlogged: false,
    aheadMs: 31 * DAY_MS,
    leastAheadMs: 2 * DAY_MS,
    startOf: (atMs) => monthStart(atMs, 0),
    endOf: (startMs) => monthStart(startMs, 1),
  },
};

export const SAMPLE_TABLES = Object.keys(PARTITION_PLANS) as readonly SampleTable[];

export function floorTo(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs;
}

/** Such as `minute_block_20261121_00`. */
export function partitionName(table: SampleTable, startMs: number): string {
  const digits = new Date(startMs).toISOString().replace(/[-T]/g, "");
  return `${table}_${digits.slice(0, 8)}_${digits.slice(8, 10)}`;
}

/** When a partition begins, from its name; null for a name that is not one. */
export function partitionStart(table: SampleTable, name: string): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})_(\d{2})$/.exec(name.slice(table.length + 1));
  if (!match || !name.startsWith(`${table}_`)) return null;
  const [year, month, day, hour] = match.slice(1).map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour);
}

function every(stepMs: number, rest: Omit<PartitionPlan, "startOf" | "endOf">): PartitionPlan {
  return { ...rest, startOf: (atMs) => floorTo(atMs, stepMs), endOf: (startMs) => startMs + stepMs };
}

function monthStart(atMs: number, later: number): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later);
}
