import { setTimeout as delay } from "node:timers/promises";
import { makeScenario } from "@/lib/simulator/make-scenario";
import { withBenchPostgres } from "./bench-postgres";
import { type ProductProcesses, startProduct } from "./product-processes";
import { readWal, storedBytesByPart, walPosition, withClient } from "./write-parts";

const SEED = 20_261_121;
const FIRST_CONTACT_MS = 20 * 60_000;
const SETTLE_MS = 75_000;

export interface IdleWrites {
  readonly seconds: number;
  readonly readings: number;
  readonly walBytes: number;
  readonly walBytesByPart: Readonly<Record<string, number>>;
  readonly fullPageImageBytes: number;
  readonly growthBytesByPart: Readonly<Record<string, number>>;
}

/**
 * The product itself for `measuredMs` of real time: the launcher's PostgreSQL, a simulated cluster over HTTPS, every
 * job at its own hour. Begins with a checkpoint, so that the whole pages one brings about are in it.
 */
export function measureIdleProduct(size: {
  readonly nodes: number;
  readonly guests: number;
  readonly measuredMs: number;
}): Promise<IdleWrites> {
  return withBenchPostgres(
    async ({ folder, maintenanceUrl, url }) => {
      await prepareCluster(url);
      const scenario = makeScenario({ nodes: size.nodes, guests: size.guests, seed: SEED, idle: true });
      const product = await startProduct({ scenario, folder, databaseUrl: url });
      try {
        await untilFirstContactIsOver(url, product);
        await delay(SETTLE_MS);
        return await measure({ maintenanceUrl, url }, product, size.measuredMs);
      } finally {
        await product.stop();
      }
    },
    // Only so that the log can still be read at the end; it changes nothing of what is written.
    { wal_keep_size: "4GB" },
  );
}

async function measure(
  urls: { readonly maintenanceUrl: string; readonly url: string },
  product: ProductProcesses,
  measuredMs: number,
) {
  const { url } = urls;
  await withClient(url, (client) => client.query("CHECKPOINT"));
  const before = { stored: await storedBytesByPart(url), lsn: await walPosition(url), at: performance.now() };
  const sequence = await countReadings(url);
  await delay(measuredMs);
  const problem = product.problem();
  if (problem) throw new Error(problem);
  const seconds = (performance.now() - before.at) / 1_000;
  const lsn = await walPosition(url);
  const stored = await storedBytesByPart(url);
  const wal = await readWal(urls, before.lsn, lsn);
  return {
    seconds: Math.round(seconds),
    readings: (await countReadings(url)) - sequence,
    walBytes: wal.bytes,
    walBytesByPart: wal.bytesByPart,
    fullPageImageBytes: wal.fullPageImageBytes,
    growthBytesByPart: growth(before.stored, stored),
  };
}

/** The past of a new cluster is filled in once in its life: that is no part of a day. An hour of it has to do. */
async function prepareCluster(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("ALTER TABLE cluster ALTER COLUMN backfilled_at SET DEFAULT now()");
    await client.query(
      "INSERT INTO setting (scope, key, value) VALUES ('global', 'collection.callsPerMinute', '10000')",
    );
  });
}

/** The past is filled in, and every guest's configuration was read for the first time. */
async function untilFirstContactIsOver(url: string, product: ProductProcesses): Promise<void> {
  const untilMs = Date.now() + FIRST_CONTACT_MS;
  for (;;) {
    const { rowCount } = await withClient(url, (client) =>
      client.query(
        `SELECT FROM cluster WHERE history_gap_at IS NULL AND backfill_state IS NULL
            AND EXISTS (SELECT FROM guest) AND NOT EXISTS (SELECT FROM guest WHERE kind = 'qemu' AND creation_mark = '')`,
      ),
    );
    if (rowCount === 1) return;
    const problem = product.problem();
    if (problem) throw new Error(problem);
    if (Date.now() > untilMs) throw new Error("the first contact with the cluster was not over in time");
    await delay(1_000);
  }
}

/** How many readings are in the 10 s table. */
async function countReadings(url: string): Promise<number> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ count: string }>("SELECT count(DISTINCT at) AS count FROM metrics.recent_sample"),
  );
  return Number(rows[0]?.count);
}

function growth(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(after).map(([part, bytes]) => [part, bytes - (before[part] ?? 0)]),
  );
}
