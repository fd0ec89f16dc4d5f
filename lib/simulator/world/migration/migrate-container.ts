import { type Process, TaskFailure, wait } from "../process";
import { beginCopy, copyDisk } from "./copy-disk";
import { delayInterrupts } from "./delay-interrupts";
import { causeOf, type Migration, MigrationError } from "./migration";
import { announceNetwork, checkConnection } from "./prepare";
import { checkSharedStorages, scanVolumes, targetOf } from "./scan-volumes";
import { byteText, shortDuration } from "./texts";

/** The whole life of `vzmigrate`: a container that runs is stopped, moved and started again. */
export function* migrateContainer(migration: Migration): Process {
  const restart = migration.guest.power !== "stopped";
  if (migration.order.byHa) migration.raw("task started by HA resource agent");
  yield* moveContainer(migration, restart);
  yield* finishOnTarget(migration, restart);
}

function* moveContainer(migration: Migration, restart: boolean): Process {
  let inFirstPhase = false;
  let stopped = false;
  try {
    checkContainer(migration);
    if (restart) {
      migration.log(`shutdown ${migration.label}`);
      yield* shutDown(migration);
      stopped = true;
    }
    announceNetwork(migration);
    yield* checkConnection(migration);
    migration.meetFaults(0, "Can't connect to destination address using public key");
    inFirstPhase = true;
    migration.log(
      `starting migration of ${migration.label} to node '${migration.target.name}' (${migration.target.ip})`,
    );
    migration.lock();
    yield 0.4;
    yield* moveVolumes(migration);
    migration.meetFaults(1, "can't migrate CT - check log");
  } catch (error) {
    const cause = causeOf(error);
    if (inFirstPhase) {
      migration.error(cause);
      migration.log("aborting phase 1 - cleanup resources");
      migration.dropCopies();
      migration.log("start final cleanup");
    }
    migration.unlock();
    if (stopped) {
      migration.log("start container on source node");
      migration.power("running");
    }
    migration.error(`migration aborted (duration ${migration.duration()}): ${cause}`);
    throw new TaskFailure("migration aborted");
  }
}

function checkContainer(migration: Migration): void {
  const { guest } = migration;
  if (guest.lock) throw new MigrationError(`CT is locked (${guest.lock})`);
  const bind = guest.spec.mounts.find((mount) => !mount.shared);
  if (bind) throw new MigrationError(`cannot migrate local bind mount point '${bind.key}'`);
  checkSharedStorages(migration);
}

function* shutDown(migration: Migration): Process {
  const { order, world } = migration;
  const seconds = world.random.between(2, 6);
  if (seconds > order.shutdownTimeout) {
    yield* wait(order.shutdownTimeout);
    throw new MigrationError("command 'lxc-stop' failed: received interrupt");
  }
  yield* wait(seconds);
  migration.power("stopped");
}

function* moveVolumes(migration: Migration): Process {
  const { guest, world } = migration;
  for (const mount of guest.spec.mounts) {
    migration.log(`ignoring shared 'bind' mount point '${mount.key}' ('${mount.volume}')`);
  }
  for (const disk of guest.spec.disks) {
    if (world.storages.get(disk.storage)?.shared !== false) {
      migration.log(`volume '${migration.volume(disk)}' is on shared storage '${disk.storage}'`);
    }
  }
  scanVolumes(migration, false);
  for (const disk of migration.localDisks()) {
    const target = targetOf(migration, disk);
    try {
      beginCopy(migration, disk);
      yield* copyDisk(migration, disk, (done, seconds) => {
        migration.log(`${done} bytes (${byteText(done)}) copied, ${shortDuration(seconds)}`);
        migration.meetFaults(1, "interrupted");
      });
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      throw new MigrationError(
        `storage migration for '${migration.volume(disk)}' to storage '${target.id}' failed - ${error.message}`,
      );
    }
    migration.log(`successfully imported '${migration.volume(disk, target.id)}'`);
    migration.log(
      `volume '${migration.volume(disk)}' is '${migration.volume(disk, target.id)}' on the target`,
    );
  }
}

/** The configuration is on the target; what fails now leaves the container there. */
function* finishOnTarget(migration: Migration, restart: boolean): Process {
  const { guest, target } = migration;
  migration.moveConfiguration();
  guest.sample = null;
  migration.log("start final cleanup");
  const cause = attempt(migration);
  migration.unlock();
  if (restart) {
    migration.log("start container on target node");
    migration.log(
      `# /usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias=${target.name}' -o 'UserKnownHostsFile=/etc/pve/nodes/${target.name}/ssh_known_hosts' -o 'GlobalKnownHostsFile=none' root@${target.ip} pct start ${guest.vmid}`,
    );
    yield* delayInterrupts(migration, 2);
    if (target.online) migration.power("running");
  }
  if (cause) {
    migration.error(cause);
    migration.error(`migration finished with problems (duration ${migration.duration()})`);
    throw new TaskFailure("migration problems");
  }
  migration.log(`migration finished successfully (duration ${migration.duration()})`);
}

function attempt(migration: Migration): string | null {
  try {
    for (const phase of [2, 3]) migration.meetFaults(phase, "failed to clear migrate lock");
    return null;
  } catch (error) {
    return causeOf(error);
  }
}
