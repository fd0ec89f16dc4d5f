import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json";

/** What the hash of an entry covers. */
export interface HashedEntry {
  readonly at: Date;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly target: string | null;
  readonly ipAddress: string | null;
  readonly requestId: string | null;
  readonly result: string;
  readonly details: unknown;
  readonly previousHash: string;
}

/** `previousHash` of the first entry there ever was. */
export const GENESIS_HASH = "0".repeat(64);

/** SHA-256, in hex, over the entry's canonical JSON, which holds the hash of the entry before it. */
export function auditHash(entry: HashedEntry): string {
  const { at, actorId, actorName, action, target, ipAddress, requestId, result, details, previousHash } =
    entry;
  const content = {
    at: at.toISOString(),
    actorId,
    actorName,
    action,
    target,
    ipAddress,
    requestId,
    result,
    details,
    previousHash,
  };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
