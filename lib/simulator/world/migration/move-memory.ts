import { guestUseAt } from "../load";
import type { Process } from "../process";
import { type Migration, MigrationError } from "./migration";
import { byteText } from "./texts";

const FIRST_DOWNTIME_MS = 100;
/** Rounds without progress before PVE allows twice the downtime. */
const PATIENCE = 5;
const PAGE = 4_096;

interface Progress {
  transferred: number;
  remaining: number;
  /** Everything has been sent once; what is left was written since. */
  resending: boolean;
  downtimeMs: number;
  roundsWithoutProgress: number;
  lastRemaining: number;
}

/**
 * Sends a VM's memory while it runs: what is in use once, then what was written meanwhile, until the rest
 * fits into the downtime that is allowed. That doubles while a guest writes faster than the link carries.
 *
 * @throws MigrationError when told to fail, or the target is gone
 */
export function* moveMemory(migration: Migration): Process {
  const { guest, world } = migration;
  announce(migration);
  const used = guestUseAt(guest.spec, world.seed, world.now(), world.origin).memory;
  const progress: Progress = {
    transferred: 0,
    remaining: used,
    resending: false,
    downtimeMs: FIRST_DOWNTIME_MS,
    roundsWithoutProgress: 0,
    lastRemaining: Number.POSITIVE_INFINITY,
  };
  const began = world.now();
  world.migrationLinks.begin(migration);
  try {
    let rate = 0;
    do {
      const rateBefore = world.migrationLinks.rateOf(world, migration);
      const seconds = secondsToNextLook(progress, rateBefore, dirtyRate(migration));
      yield seconds;
      rate = rateBefore;
      send(progress, rate, dirtyRate(migration), used, seconds);
      checkEnds(migration);
      if (!hasConverged(progress, rate)) tell(migration, progress, rate);
    } while (!hasConverged(progress, rate));
    const downtime = Math.round((progress.remaining / rate) * 1_000) + 20 + world.random.below(40);
    progress.transferred += progress.remaining;
    yield downtime / 1_000;
    const speed = guest.spec.memory / Math.max(0.1, world.now() - began);
    migration.log(`average migration speed: ${byteText(speed)}/s - downtime ${downtime} ms`);
    migration.log(`migration completed, transferred ${byteText(progress.transferred)} VM-state`);
    migration.log("migration status: completed");
  } finally {
    world.migrationLinks.end(migration);
  }
}

function announce(migration: Migration): void {
  const { guest, order } = migration;
  const socket = `unix:/run/qemu-server/${guest.vmid}.migrate`;
  migration.log(`starting online/live migration on ${socket}`);
  migration.log("set migration capabilities");
  if (Number.isFinite(order.bandwidthLimit)) {
    migration.log(`migration speed limit: ${byteText(order.bandwidthLimit)}/s`);
  }
  migration.log(`migration downtime limit: ${FIRST_DOWNTIME_MS} ms`);
  migration.log(`migration cachesize: ${byteText(cacheSize(guest.spec.memory))}`);
  migration.log("set migration parameters");
  migration.log(`start migrate command to ${socket}`);
}

/** A tenth of the memory, up to the next power of two of MiB. */
function cacheSize(memory: number): number {
  const mib = Math.max(1, memory / 10 / 1_048_576);
  return 2 ** Math.ceil(Math.log2(mib)) * 1_048_576;
}

function dirtyRate({ guest }: Migration): number {
  return guest.power === "running" ? guest.spec.dirtyRate : 0;
}

/** A second, or less when the rest will have become small enough before. */
function secondsToNextLook(progress: Progress, rate: number, dirty: number): number {
  if (rate <= 0) return 1;
  const target = (rate * progress.downtimeMs) / 1_000;
  const net = progress.resending ? rate - dirty : rate;
  if (net <= 0) return 1;
  const goal = progress.resending ? target : 0;
  return Math.min(1, Math.max(0.1, (progress.remaining - goal) / net));
}

function send(progress: Progress, rate: number, dirty: number, used: number, seconds: number): void {
  const sent = Math.min(progress.remaining, rate * seconds);
  progress.transferred += sent;
  progress.remaining -= sent;
  if (progress.resending) {
    progress.remaining = Math.min(used, progress.remaining + dirty * seconds);
  } else if (progress.remaining <= 0) {
    progress.resending = true;
    // What was written during the first pass, at most all of it.
    progress.remaining = Math.min(used * 0.9, (dirty * used) / Math.max(rate, 1));
    return;
  }
  if (!progress.resending) return;
  const stuck = progress.remaining > progress.lastRemaining * 0.95;
  progress.roundsWithoutProgress = stuck ? progress.roundsWithoutProgress + 1 : 0;
  progress.lastRemaining = progress.remaining;
}

function hasConverged(progress: Progress, rate: number): boolean {
  return progress.resending && rate > 0 && progress.remaining <= (rate * progress.downtimeMs) / 1_000 + 1;
}

function tell(migration: Migration, progress: Progress, rate: number): void {
  const dirty = dirtyRate(migration);
  const total = migration.guest.spec.memory;
  const lots = progress.resending && dirty > rate ? `, VM dirties lots of memory: ${byteText(dirty)}/s` : "";
  migration.log(
    `migration active, transferred ${byteText(progress.transferred)} of ${byteText(total)} VM-state, ${byteText(rate)}/s${lots}`,
  );
  if (progress.resending && dirty > 0) {
    const pages = Math.floor(Math.min(progress.remaining, dirty) / PAGE / 8);
    migration.log(
      `xbzrle: send updates to ${pages} pages in ${byteText(pages * 512)} encoded memory, cache-miss 12.50%`,
    );
  }
  if (progress.roundsWithoutProgress > PATIENCE && rate > 0) {
    progress.roundsWithoutProgress = 0;
    progress.downtimeMs *= 2;
    migration.log(`auto-increased downtime to continue migration: ${progress.downtimeMs} ms`);
  }
}

function checkEnds(migration: Migration): void {
  const broken = (reason: string): MigrationError => {
    migration.log(`migration status error: failed - ${reason}`);
    return new MigrationError("aborting");
  };
  if (migration.guest.power === "stopped") throw new MigrationError(`VM ${migration.guest.vmid} not running`);
  if (!migration.target.online) throw broken("Unable to write to socket: Connection timed out");
  try {
    migration.meetFaults(2, "Unable to write to socket: Broken pipe");
  } catch (error) {
    throw error instanceof MigrationError ? broken(error.message) : error;
  }
}
