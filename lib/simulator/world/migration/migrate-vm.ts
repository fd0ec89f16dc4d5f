import { isNewer } from "../../release";
import { mappedDevices, missingDevices } from "../mapped-devices";
import { beginRun } from "../power";
import { type Process, TaskFailure, wait } from "../process";
import { beginCopy, copyDisk } from "./copy-disk";
import { delayInterrupts } from "./delay-interrupts";
import { causeOf, type Migration, MigrationError } from "./migration";
import { finishMirrors, mirrorDisks } from "./mirror-disks";
import { moveMemory } from "./move-memory";
import { announceTask, checkConnection } from "./prepare";
import { checkSharedStorages, scanVolumes } from "./scan-volumes";
import { byteText, shortDuration } from "./texts";

/** The whole life of `qmigrate`, with the lines that PVE writes; the facts are those of its sources and logs. */
export function* migrateVm(migration: Migration): Process {
  const { guest } = migration;
  const live = guest.power !== "stopped";
  announceTask(migration, live);
  yield* prepareVm(migration, live);
  if (live) yield* secondPhase(migration);
  yield* thirdPhase(migration, live);
}

function* prepareVm(migration: Migration, live: boolean): Process {
  let inFirstPhase = false;
  try {
    checkDevices(migration, live);
    checkSharedStorages(migration);
    yield* checkConnection(migration);
    migration.meetFaults(0, "Can't connect to destination address using public key");
    inFirstPhase = true;
    migration.log(
      `starting migration of ${migration.label} to node '${migration.target.name}' (${migration.target.ip})`,
    );
    migration.lock();
    yield 0.4;
    scanVolumes(migration, live);
    migration.meetFaults(1, "Problem found while scanning volumes - can't migrate VM - check log");
    if (!live) yield* copyOffline(migration);
  } catch (error) {
    const cause = causeOf(error);
    if (inFirstPhase) {
      migration.error(cause);
      migration.log("aborting phase 1 - cleanup resources");
      migration.dropCopies();
    }
    migration.unlock();
    migration.error(`migration aborted (duration ${migration.duration()}): ${cause}`);
    throw new TaskFailure("migration aborted");
  }
}

function checkDevices(migration: Migration, live: boolean): void {
  const { guest, order, world, target } = migration;
  const { passthrough } = guest.spec;
  if (passthrough.length > 0 && (live || !order.force)) {
    throw new MigrationError(`can't migrate VM which uses local devices: ${passthrough.join(", ")}`);
  }
  const mapped = mappedDevices(world, guest);
  if (mapped.length === 0) return;
  const staying = live ? mapped.filter(({ mapping }) => !mapping?.liveMigration) : [];
  if (staying.length > 0) {
    const names = staying.map(({ key, id }) => `${key}:${id}`).join(", ");
    throw new MigrationError(`can't live migrate running VM which uses following mapped devices: ${names}`);
  }
  const missing = missingDevices(world, guest, target.name);
  if (missing.length > 0) {
    throw new MigrationError(
      `can't migrate to '${target.name}': missing mapped devices ${missing.join(", ")}`,
    );
  }
  migration.log("migrating VM which uses mapped local devices");
}

/** Disks of a VM that does not run are copied one after the other. */
function* copyOffline(migration: Migration): Process {
  const disks = migration.localDisks();
  if (disks.length > 0) migration.log("copying local disk images");
  for (const disk of disks) {
    beginCopy(migration, disk);
    const target = migration.copies.get(disk)?.storage.id ?? disk.storage;
    try {
      yield* copyDisk(migration, disk, (done, seconds) => {
        migration.log(`${done} bytes (${byteText(done)}) copied, ${shortDuration(seconds)}`);
        migration.meetFaults(1, "interrupted");
      });
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      throw new MigrationError(
        `storage migration for '${migration.volume(disk)}' to storage '${target}' failed - ${error.message}`,
      );
    }
    migration.log(`successfully imported '${migration.volume(disk, target)}'`);
    migration.log(`volume '${migration.volume(disk)}' is '${migration.volume(disk, target)}' on the target`);
  }
}

function* secondPhase(migration: Migration): Process {
  try {
    yield* startOnTarget(migration);
    yield* mirrorDisks(migration);
    yield* moveMemory(migration);
    yield* finishMirrors(migration);
  } catch (error) {
    migration.error(`online migrate failure - ${causeOf(error)}`);
    migration.log("aborting phase 2 - cleanup resources");
    migration.log("migrate_cancel");
    migration.dropCopies();
    migration.unlock();
    migration.error(`migration finished with problems (duration ${migration.duration()})`);
    throw new TaskFailure("migration problems");
  }
}

function* startOnTarget(migration: Migration): Process {
  const { guest, target } = migration;
  migration.log(`starting VM ${guest.vmid} on remote node '${target.name}'`);
  yield* wait(2);
  if (!target.online) throw new MigrationError("remote command failed with exit code 255");
  const refuse = (reason: string): MigrationError => {
    migration.log(`[${target.name}] ${reason}`);
    return new MigrationError("remote command failed with exit code 255");
  };
  if (isNewer(guest.runsWith, target.profile)) {
    throw refuse(
      `Installed QEMU version '${target.profile.qemu}' is too old to run machine type '${guest.runsWith.machine}', please upgrade node '${target.name}'`,
    );
  }
  if (guest.cores > target.spec.cores) {
    throw refuse(`MAX ${target.spec.cores} vcpus allowed per VM on this node`);
  }
  for (const disk of migration.localDisks()) {
    try {
      beginCopy(migration, disk);
    } catch (error) {
      throw refuse(causeOf(error));
    }
    const storage = migration.copies.get(disk)?.storage.id;
    migration.log(`volume '${migration.volume(disk)}' is '${migration.volume(disk, storage)}' on the target`);
  }
  migration.log("start remote tunnel");
  yield 0.5;
  migration.log("ssh tunnel ver 1");
}

/** From here on the guest is on the target, whatever else goes wrong. */
function* thirdPhase(migration: Migration, live: boolean): Process {
  const { guest, world } = migration;
  const copied = [...migration.copies.keys()].map((disk) => migration.volume(disk));
  migration.moveConfiguration();
  guest.sample = null;
  yield* delayInterrupts(migration, 0.7);
  if (live) {
    if (copied.length > 0) migration.log("stopping NBD storage migration server on target.");
    beginRun(world, guest, guest.runsWith);
    world.changed();
    yield* delayInterrupts(migration, 1.3);
    if (migration.order.conntrack) {
      migration.log("migrated 12 conntrack state entries");
      migration.log("flushing conntrack state for guest on source node");
    }
  }
  try {
    migration.meetFaults(3, lastProblem(migration, copied));
  } catch (error) {
    migration.error(causeOf(error));
    migration.failed = true;
  }
  migration.unlock();
  if (migration.failed) {
    migration.error(`migration finished with problems (duration ${migration.duration()})`);
    throw new TaskFailure("migration problems");
  }
  migration.log(`migration finished successfully (duration ${migration.duration()})`);
}

function lastProblem(migration: Migration, copied: readonly string[]): string {
  const { vmid } = migration.guest;
  return copied[0]
    ? `removing local copy of '${copied[0]}' failed - volume is busy`
    : `tunnel replied 'ERR: resume failed - VM ${vmid} qmp command 'query-status' failed - got timeout' to command 'resume ${vmid}'`;
}
