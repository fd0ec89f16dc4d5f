import type { Snapshot, Storage } from "./snapshot";
import { storageKey } from "./storage-key";

/** From this share in use a storage is full. */
const FULL_FRACTION = 0.95;

/** Below this share it no longer is. */
const RELIEVED_FRACTION = 0.9;

/**
 * The current reading with `full` set on each storage, given the reading before it.
 *
 * Two readings alone cannot tell "full again" from "still wobbling around 95 %", so the mark travels in the snapshot:
 * it is set at 95 % and stays until use falls below 90 %. While use is not known the mark stays as it was.
 *
 * @param previous the reading before, or null for the first; its marks count, or its use where it has none
 */
export function markFullStorages(previous: Snapshot | null, current: Snapshot): Snapshot {
  const before = new Map(previous?.storages.map((storage) => [storageKey(storage), storage]));
  return {
    ...current,
    storages: current.storages.map((storage) => ({
      ...storage,
      full: isStorageFull(storage, before.get(storageKey(storage)) ?? null),
    })),
  };
}

/** Whether a storage counts as full, given what it was one reading ago. */
export function isStorageFull(storage: Storage, before: Storage | null): boolean {
  const wasFull = before !== null && (before.full ?? (usedFraction(before) ?? 0) >= FULL_FRACTION);
  const used = usedFraction(storage);
  if (used === null) return wasFull;
  return used >= FULL_FRACTION || (wasFull && used >= RELIEVED_FRACTION);
}

/** Share of a storage that is in use; null when it is not known. */
export function usedFraction({ usedBytes, totalBytes }: Storage): number | null {
  if (usedBytes === null || totalBytes === null || !(totalBytes > 0) || !(usedBytes >= 0)) return null;
  return usedBytes / totalBytes;
}
