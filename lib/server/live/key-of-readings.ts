import "server-only";
import type { StoredReading } from "./stored-reading";

/** Names the readings, so that two answers made of readings with the same name are the same. */
export function keyOfReadings(readings: readonly StoredReading[]): string {
  return readings
    .map(({ snapshot: { clusterId, sequence, readAtMs } }) => `${clusterId}:${sequence}:${readAtMs}`)
    .join(",");
}
