import "server-only";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "./read-visible-readings";

/** A storage whose history is kept, by its number. */
export interface StorageObject {
  readonly clusterId: string;
  readonly objectId: number;
}

/** Every storage of the newest readings; a shared one once. */
export async function readStorageObjects(viewer: Viewer): Promise<readonly StorageObject[]> {
  const readings = await readVisibleReadings(viewer);
  return readings.flatMap(({ snapshot: { clusterId, storages } }) =>
    storages.flatMap(({ objectId }) => (objectId === null ? [] : [{ clusterId, objectId }])),
  );
}
