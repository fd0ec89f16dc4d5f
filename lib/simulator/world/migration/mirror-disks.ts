import type { Process } from "../process";
import { copyDisk } from "./copy-disk";
import { causeOf, type GuestDisk, type Migration, MigrationError } from "./migration";
import { byteText, shortDuration } from "./texts";

/** Since QEMU 10 block jobs are named after what they do, not after the drive. */
function jobOf(migration: Migration, disk: GuestDisk): string {
  const major = Number.parseInt(migration.source.profile.qemu, 10);
  return `${major >= 10 ? "mirror" : "drive"}-${disk.key}`;
}

/** Copies all local disks of a running VM and keeps the copies equal from then on. */
export function* mirrorDisks(migration: Migration): Process {
  const disks = [...migration.copies.keys()];
  if (disks.length === 0) return;
  migration.log("starting storage migration");
  for (const disk of disks) {
    migration.log(
      `${disk.key}: start migration to nbd:unix:/run/qemu-server/${migration.guest.vmid}_nbd.migrate:exportname=drive-${disk.key}`,
    );
    yield* mirrorDisk(migration, disk);
  }
  migration.raw("all 'mirror' jobs are ready");
  migration.log("switching mirror jobs to actively synced mode");
  for (const disk of disks) migration.raw(`${jobOf(migration, disk)}: switching to actively synced mode`);
  yield 1;
  for (const disk of disks) {
    migration.raw(`${jobOf(migration, disk)}: successfully switched to actively synced mode`);
  }
}

function* mirrorDisk(migration: Migration, disk: GuestDisk): Process {
  const job = jobOf(migration, disk);
  const limit = migration.order.bandwidthLimit;
  const limitText = Number.isFinite(limit) ? ` with bandwidth limit: ${Math.floor(limit / 1024)} KiB/s` : "";
  migration.raw(`drive mirror is starting for drive-${disk.key}${limitText}`);
  try {
    yield* copyDisk(migration, disk, (done, seconds) => {
      const percent = disk.size > 0 ? (100 * done) / disk.size : 100;
      const ready = done >= disk.size ? ", ready" : "";
      migration.raw(
        `${job}: transferred ${byteText(done)} of ${byteText(disk.size)} (${percent.toFixed(2)}%) in ${shortDuration(seconds)}${ready}`,
      );
      migration.meetFaults(2, `block job (mirror) error: ${job}: 'mirror' has been cancelled`);
    });
  } catch (error) {
    migration.raw(`${job}: Cancelling block job`);
    migration.raw(`${job}: Done.`);
    const cause = causeOf(error);
    const isStorage = cause === "No space left on device" || cause === "Connection timed out";
    if (!isStorage) throw error;
    throw new MigrationError(`block job (mirror) error: ${job}: 'mirror' has been cancelled (${cause})`);
  }
}

/** The copies are complete and let go of the source. */
export function* finishMirrors(migration: Migration): Process {
  const disks = [...migration.copies.keys()];
  if (disks.length === 0) return;
  migration.raw("all 'mirror' jobs are ready");
  for (const disk of disks) migration.raw(`${jobOf(migration, disk)}: Completing block job...`);
  yield 0.5;
  for (const disk of disks) {
    migration.raw(`${jobOf(migration, disk)}: Completed successfully.`);
    migration.raw(`${jobOf(migration, disk)}: mirror-job finished`);
  }
}
