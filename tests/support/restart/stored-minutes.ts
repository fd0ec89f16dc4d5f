import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { KIND_CODE, SAMPLE_KINDS, type SampleKind } from "@/lib/server/metrics/metric-layout";
import { decodeBlock } from "@/lib/server/metrics/sample-block";

const MINUTE_MS = 60_000;

/** The minutes that a database holds: how many readings each object's minute was made from. */
export interface StoredMinutes {
  readonly readings: ReadonlyMap<string, number>;
  /** Minutes of an object that are there more than once. */
  readonly doubled: readonly string[];
}

/** The address of the built-in database that runs on a data directory. */
export async function databaseUrlOf(dataDirectory: string): Promise<string> {
  const password = (await readFile(path.join(dataDirectory, "secrets/postgres-password"), "utf8")).trim();
  const postmaster = await readFile(path.join(dataDirectory, "postgres/postmaster.pid"), "utf8");
  const port = postmaster.split("\n")[3];
  return `postgresql://evenkeel:${encodeURIComponent(password)}@127.0.0.1:${port}/evenkeel`;
}

/** Reads every stored minute, of the running hour and of the packed ones. */
export async function readStoredMinutes(databaseUrl: string): Promise<StoredMinutes> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const running = await readRunningHour(client);
    const packed = await readPackedHours(client);
    return combine(running, packed);
  } finally {
    await client.end();
  }
}

type Minute = readonly [name: string, readings: number];

async function readRunningHour(client: pg.Client): Promise<readonly Minute[]> {
  const { rows } = await client.query<{ kind: number; at: Date; body: Buffer }>(
    "SELECT kind, at, body FROM metrics.minute_sample",
  );
  return rows.flatMap(({ kind, at, body }) =>
    decodeBlock(kindOf(kind), "minute", body).map(
      ({ key, readings }): Minute => [`${kind}/${key}/${at.getTime()}`, readings],
    ),
  );
}

async function readPackedHours(client: pg.Client): Promise<readonly Minute[]> {
  const { rows } = await client.query<{ kind: number; object_id: number; at: Date; body: Buffer }>(
    "SELECT kind, object_id, at, body FROM metrics.minute_block",
  );
  return rows.flatMap(({ kind, object_id, at, body }) =>
    decodeBlock(kindOf(kind), "minute", body).map(
      ({ key, readings }): Minute => [`${kind}/${object_id}/${at.getTime() + key * MINUTE_MS}`, readings],
    ),
  );
}

/** An hour that is being packed is in both places and read from one; within a place a minute is there once. */
function combine(...places: readonly (readonly Minute[])[]): StoredMinutes {
  const readings = new Map<string, number>();
  const doubled: string[] = [];
  for (const minutes of places) {
    const seen = new Set<string>();
    for (const [name, count] of minutes) {
      if (seen.has(name)) doubled.push(name);
      seen.add(name);
      readings.set(name, Math.max(count, readings.get(name) ?? 0));
    }
  }
  return { readings, doubled };
}

function kindOf(code: number): SampleKind {
  const kind = SAMPLE_KINDS.find((candidate) => KIND_CODE[candidate] === code);
  if (!kind) throw new RangeError(`There is no kind of sample numbered ${code}.`);
  return kind;
}
