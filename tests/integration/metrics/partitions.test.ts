import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { maintainPartitions } from "@/lib/server/metrics/maintain-partitions";
import { BLOCKS_QUERY } from "@/lib/server/metrics/read-entries";
import { readStorageFigures } from "@/lib/server/metrics/read-storage-figures";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { writeHistory } from "@/lib/server/metrics/write-history";
import { writeSamples } from "@/lib/server/metrics/write-samples";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";

useTestDatabase();

const RETENTION = { tenSecondHours: 2, minuteDays: 14, hourMonths: 24 };
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 28, 22, 0, 0);

let clusterId: string;

beforeEach(async () => {
  await pool().query(
    `TRUNCATE metrics.cluster_progress, metrics.minute_progress, metrics.recent_sample, metrics.minute_sample,
              metrics.minute_block, metrics.hour_block RESTART IDENTITY`,
  );
  clusterId = randomUUID();
});

const write = (readAtMs: number) =>
  writeSamples(sampleSnapshot({ clusterId, readAtMs, nodes: 3, guests: 40 }), NO_SCORES);

async function contents(table: string): Promise<unknown[]> {
  const { rows } = await pool().query(`SELECT * FROM metrics.${table} ORDER BY 1, 2, 3`);
  return rows;
}

describe("partitions", () => {
  test("are made ahead, dropped whole when their time is over, and kept while minutes are not packed", async () => {
    const at = START + 30 * DAY;
    await maintainPartitions(at, RETENTION);
    await write(at);
    await write(at + MINUTE);
    const dropped = await maintainPartitions(at + 12 * HOUR, RETENTION);
    expect(dropped.some((name) => name.startsWith("recent_sample_"))).toBe(true);
    expect((await contents("minute_sample")).length).toBeGreaterThan(0);

    await rollUpSamples(at + 12 * HOUR);
    await maintainPartitions(at + 12 * HOUR, RETENTION);
    expect(await contents("minute_sample")).toHaveLength(0);
    expect((await contents("minute_block")).length).toBeGreaterThan(0);

    const later = await maintainPartitions(at + 20 * DAY, RETENTION);
    expect(later.some((name) => name.startsWith("minute_block_"))).toBe(true);
    expect((await contents("hour_block")).length).toBeGreaterThanOrEqual(0);
  });

  test("outside the range asked for are not scanned", async () => {
    for (const atMs of [START - DAY, START, START + DAY]) {
      const points = [{ atMs, values: { cpuFraction: 0.5 } }];
      await writeHistory({ kind: "guest", objectId: 1, resolution: "minute", points });
    }
    const { rows } = await pool().query<{ "QUERY PLAN": string }>(`EXPLAIN ${BLOCKS_QUERY.minute_block}`, [
      new Date(START),
      new Date(START + HOUR),
      [new Date(START)],
      2,
      [1],
    ]);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    const scanned = plan.match(/minute_block_\d+_\d+/g) ?? [];
    expect(new Set(scanned)).toEqual(new Set(["minute_block_20260328_00"]));
  });

  test("are counted and measured", async () => {
    const figures = await readStorageFigures(START);
    expect(figures.databaseBytes).toBeGreaterThan(1_000_000);
    expect(figures.tables.map(({ table }) => table)).toContain("minute_block");
  });
});
