import "server-only";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { z } from "zod";

/** Rows that are asked for far more often than they change. */
export class KeptAnswer<Rows> {
  /**
   * @param key names the state of everything that the rows are made of; while it is the same, so is the answer
   * @param build makes the rows when they are not kept
   */
  constructor(
    readonly key: string,
    readonly build: () => Rows,
  ) {}
}

interface Kept {
  readonly key: string;
  readonly body: string;
  readonly compressed: Promise<Buffer>;
}

const compress = promisify(gzip);
/** By address with its query: a few addresses, each with the newest answer alone. */
const MOST_KEPT = 50;
const kept = new Map<string, Kept>();

/** The body of an answer in its envelope, checked, written and compressed once for each state. */
export async function keptBody(
  address: string,
  schema: z.ZodType,
  { key, build }: KeptAnswer<unknown>,
  acceptsGzip: boolean,
): Promise<string | Buffer> {
  let entry = kept.get(address);
  if (entry?.key !== key) {
    const body = JSON.stringify({ data: schema.parse(build()) });
    // The lightest level: bytes cost less on the way than time costs here.
    entry = { key, body, compressed: compress(body, { level: 1 }) };
    kept.delete(address);
    kept.set(address, entry);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }
  return acceptsGzip ? entry.compressed : entry.body;
}
