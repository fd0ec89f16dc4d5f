import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { makeScenario } from "@/lib/simulator/make-scenario";
import type { BenchPostgres } from "./bench-postgres";
import { readProcessorMs } from "./processor-time";
import { type ProductProcesses, startProduct } from "./product-processes";
import { withClient } from "./write-parts";

const SEED = 20_261_121;
const FIRST_READINGS = 3;
const FIRST_WITHIN_MS = 180_000;

export interface Rhythm {
  /** From the moment a reading is begun until everybody has been told of it. */
  readonly wallMs: readonly number[];
  /** Between the beginnings of two readings. */
  readonly gapMs: readonly number[];
  readonly cpuMsPerReading: number;
  readonly postgresCpuMsPerReading: number;
  readonly callsPerMinute: number;
  readonly residentBytes: number;
}

/**
 * The product itself for `measuredMs` of real time, as its server starts it: all jobs, each at its own time, on a
 * simulated cluster in another process. Beside the readings the last hour's history is filled in, as after a pause.
 */
export async function measureRhythm(
  { folder, url, pid }: BenchPostgres,
  size: { readonly nodes: number; readonly guests: number; readonly measuredMs: number },
): Promise<Rhythm> {
  const { nodes, guests, measuredMs } = size;
  await withClient(url, (client) =>
    client.query("ALTER TABLE cluster ALTER COLUMN backfilled_at SET DEFAULT now()"),
  );
  const scenario = makeScenario({ nodes, guests, seed: SEED });
  const product = await startProduct({ scenario, folder, databaseUrl: url });
  try {
    return await withClient(url, async (client) => {
      const heard = await hearReadings(client);
      await untilHeard(heard, product);
      const first = heard.length;
      const before = await usageOf(product, pid);
      await delay(measuredMs);
      const after = await usageOf(product, pid);
      const problem = product.problem();
      if (problem) throw new Error(problem);
      const readings = heard.slice(first);
      return {
        wallMs: readings.map(({ readAtMs, heardAtMs }) => heardAtMs - readAtMs),
        gapMs: readings.map(({ readAtMs }, index) => readAtMs - (heard[first + index - 1]?.readAtMs ?? 0)),
        cpuMsPerReading: (after.cpuMs - before.cpuMs) / readings.length,
        postgresCpuMsPerReading: (after.postgresCpuMs - before.postgresCpuMs) / readings.length,
        callsPerMinute: ((after.calls - before.calls) * 60_000) / measuredMs,
        residentBytes: after.residentBytes,
      };
    });
  } finally {
    await product.stop();
  }
}

interface HeardReading {
  readonly readAtMs: number;
  readonly heardAtMs: number;
}

/** Every reading that is announced from now on. */
async function hearReadings(client: pg.Client): Promise<readonly HeardReading[]> {
  const { LIVE_CHANNEL } = await import("@/lib/server/live/live-channel");
  const heard: HeardReading[] = [];
  client.on("notification", () => {
    const heardAtMs = Date.now();
    client
      .query<{ read_at: Date }>("SELECT read_at FROM metrics.snapshot")
      .then(({ rows }) => {
        const readAtMs = rows[0]?.read_at.getTime();
        if (readAtMs !== undefined && readAtMs !== heard.at(-1)?.readAtMs)
          heard.push({ readAtMs, heardAtMs });
      })
      .catch(() => undefined);
  });
  await client.query(`LISTEN ${pg.escapeIdentifier(LIVE_CHANNEL)}`);
  return heard;
}

async function untilHeard(heard: readonly HeardReading[], product: ProductProcesses): Promise<void> {
  const untilMs = Date.now() + FIRST_WITHIN_MS;
  while (heard.length < FIRST_READINGS) {
    const problem = product.problem();
    if (problem) throw new Error(problem);
    if (Date.now() > untilMs) throw new Error("the cluster was not read in time");
    await delay(50);
  }
}

async function usageOf(product: ProductProcesses, postgresPid: number) {
  const [usage, calls, postgresCpuMs] = await Promise.all([
    product.usage(),
    product.countCalls(),
    readProcessorMs(postgresPid, true),
  ]);
  return { ...usage, calls, postgresCpuMs };
}
