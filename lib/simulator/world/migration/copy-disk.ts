import type { Process } from "../process";
import type { StorageState } from "../state";
import { addUse, type GuestDisk, type Migration, MigrationError } from "./migration";
import { targetOf } from "./scan-volumes";

/** Storages that take all of a disk's space at once; the others grow until they are full. */
const ALLOCATES_AT_ONCE = new Set(["lvm", "zfspool"]);

/** @throws MigrationError when the whole volume must fit and does not */
export function beginCopy(migration: Migration, disk: GuestDisk): void {
  const storage = targetOf(migration, disk);
  if (ALLOCATES_AT_ONCE.has(storage.spec.type) && freeOn(migration, storage) < disk.size) {
    throw new MigrationError(
      storage.spec.type === "lvm"
        ? `lvcreate '${storage.id}/vm-${migration.guest.vmid}-disk-0' error:   Volume group "${storage.id}" has insufficient free space`
        : `zfs error: cannot create '${migration.volume(disk, storage.id)}': out of space`,
    );
  }
  migration.copies.set(disk, { storage, bytes: 0 });
}

/**
 * Copies a disk over the link, telling once a second how far it is.
 *
 * @throws MigrationError when the target storage fills up, or the target is gone
 */
export function* copyDisk(
  migration: Migration,
  disk: GuestDisk,
  tell: (done: number, seconds: number) => void,
): Process {
  const { world } = migration;
  const copy = migration.copies.get(disk);
  if (!copy) throw new Error(`The copy of ${disk.key} has not begun`);
  const began = world.now();
  world.migrationLinks.begin(migration);
  try {
    while (copy.bytes < disk.size) {
      const rate = world.migrationLinks.rateOf(world, migration);
      const left = disk.size - copy.bytes;
      const seconds = rate > 0 ? Math.min(1, Math.max(0.1, left / rate)) : 1;
      yield seconds;
      const moved = Math.min(left, Math.floor(rate * seconds) + 1);
      grow(migration, copy, rate > 0 ? moved : 0);
      tell(copy.bytes, world.now() - began);
    }
  } finally {
    world.migrationLinks.end(migration);
  }
}

function grow(
  migration: Migration,
  copy: { readonly storage: StorageState; bytes: number },
  bytes: number,
): void {
  if (!migration.target.online) throw new MigrationError("Connection timed out");
  if (freeOn(migration, copy.storage) < bytes) throw new MigrationError("No space left on device");
  addUse(copy.storage, migration.target.name, bytes);
  copy.bytes += bytes;
}

function freeOn(migration: Migration, storage: StorageState): number {
  return storage.spec.total - (storage.used.get(storage.shared ? "" : migration.target.name) ?? 0);
}
