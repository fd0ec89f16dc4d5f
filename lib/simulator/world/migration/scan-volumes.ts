import type { StorageState } from "../state";
import { type GuestDisk, type Migration, MigrationError } from "./migration";

/** Storages whose volumes PVE can copy to another node. */
const COPYABLE = new Set(["dir", "btrfs", "zfspool", "lvmthin", "lvm"]);

/**
 * What PVE finds out about a guest's disks before it moves anything; free space is none of it.
 *
 * @throws MigrationError when a disk cannot come along
 */
export function scanVolumes(migration: Migration, live: boolean): void {
  const disks = migration.localDisks();
  for (const disk of disks) {
    const volume = migration.volume(disk);
    migration.log(
      migration.guest.type === "qemu"
        ? `found local disk '${volume}' (attached)`
        : `found local volume '${volume}' (in current VM config)`,
    );
  }
  const problems = disks.flatMap((disk) => problemOf(migration, disk, live));
  for (const problem of problems) migration.log(problem);
  if (problems.length > 0) {
    throw new MigrationError(
      migration.guest.type === "qemu"
        ? "Problem found while scanning volumes - can't migrate VM - check log"
        : "can't migrate CT - check log",
    );
  }
  if (live && disks.length > 0 && migration.guest.snapshots.length > 0) {
    throw new MigrationError("online storage migration not possible if non-replicated snapshot exists");
  }
  for (const disk of disks) targetOf(migration, disk);
}

function problemOf(migration: Migration, disk: GuestDisk, live: boolean): string[] {
  const volume = migration.volume(disk);
  const type = migration.world.storages.get(disk.storage)?.spec.type ?? "";
  if (live && !migration.order.withLocalDisks) {
    return [
      `can't migrate local disk '${volume}': can't live migrate attached local disks without with-local-disks option`,
    ];
  }
  return COPYABLE.has(type) ? [] : [`can't migrate '${volume}' - storage type '${type}' not supported`];
}

/** @throws MigrationError when the storage is not there or does not hold disks */
export function targetOf(migration: Migration, disk: GuestDisk): StorageState {
  const name = migration.storageFor(disk);
  const storage = migration.world.storages.get(name);
  if (!storage) throw new MigrationError(`storage '${name}' does not exist`);
  if (!storage.nodes.includes(migration.target.name)) {
    throw new MigrationError(`storage '${name}' is not available on node '${migration.target.name}'`);
  }
  const content = migration.guest.type === "qemu" ? "images" : "rootdir";
  if (!storage.spec.content.includes(content)) {
    throw new MigrationError(
      `${migration.volume(disk)}: content type '${content}' is not available on storage '${name}'`,
    );
  }
  return storage;
}

/** @throws MigrationError when a storage that all nodes have is not configured for the target */
export function checkSharedStorages(migration: Migration): void {
  for (const { storage } of migration.guest.spec.disks) {
    const state = migration.world.storages.get(storage);
    if (state?.shared && !state.nodes.includes(migration.target.name)) {
      throw new MigrationError(`storage '${storage}' is not available on node '${migration.target.name}'`);
    }
  }
}
