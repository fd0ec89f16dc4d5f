import "server-only";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { ClusterScore } from "@/lib/scoring/node-score";

/** The newest reading of a cluster with the scores made from it. */
export interface StoredReading {
  readonly snapshot: Snapshot;
  readonly scores: ClusterScore;
}

const deflateLater = promisify(deflateRaw);
const inflateLater = promisify(inflateRaw);

const shared = globalThis as typeof globalThis & {
  evenkeelReadings?: Map<string, StoredReading>;
  evenkeelLostReadings?: Map<string, StoredReading>;
};

/** Readings this process has written or read, by cluster; valid while their sequence is the stored one. */
export function readingCache(): Map<string, StoredReading> {
  shared.evenkeelReadings ??= new Map();
  return shared.evenkeelReadings;
}

/** Readings that a crash of the database took while this process had them at hand, until the next one is stored. */
export function lostReadings(): Map<string, StoredReading> {
  shared.evenkeelLostReadings ??= new Map();
  return shared.evenkeelLostReadings;
}

export async function packReading(reading: StoredReading): Promise<Buffer> {
  return deflateLater(JSON.stringify(reading), { level: 1 });
}

export async function unpackReading(body: Buffer, sequence: number): Promise<StoredReading> {
  const reading = JSON.parse((await inflateLater(body)).toString("utf8")) as StoredReading;
  return { ...reading, snapshot: { ...reading.snapshot, sequence } };
}
