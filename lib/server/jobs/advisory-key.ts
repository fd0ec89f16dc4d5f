import "server-only";
import { createHash } from "node:crypto";

/** The number of the advisory lock that stands for a name: 64 bits, signed, as PostgreSQL wants it. */
export function advisoryKey(name: string): bigint {
  return createHash("sha256").update(`evenkeel-jobs:${name}`).digest().readBigInt64BE(0);
}
