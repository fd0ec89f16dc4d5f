import { hashNumbers } from "../random";
import type { GuestState, NodeState } from "./state";
import type { World } from "./world";

const DAY = 86_400;
const FIRST_BACKUP_HOUR = 2;

/** Tasks of the last days, so that a fresh cluster has a past: nightly backups and package lists. */
export function rememberPastTasks(world: World): void {
  const midnight = Math.floor(world.origin / DAY) * DAY;
  for (const node of world.nodes.values()) {
    for (let daysAgo = 3; daysAgo >= 1; daysAgo -= 1) {
      rememberDay(world, node, midnight - daysAgo * DAY);
    }
  }
}

function rememberDay(world: World, node: NodeState, midnight: number): void {
  const { random } = world;
  const update = midnight + 3 * 3_600 + random.below(3_600);
  remember(world, node, "aptupdate", "", update, 4, "OK");

  const guests = [...world.guests.values()].filter((guest) => guest.node === node.name).slice(0, 6);
  let at = midnight + FIRST_BACKUP_HOUR * 3_600 + node.nodeId * 60;
  for (const guest of guests) {
    const seconds = 40 + random.below(400);
    const failed = random.below(40) === 0;
    remember(world, node, "vzdump", String(guest.vmid), at, seconds, failed ? "job errors" : "OK");
    at += seconds + 5;
  }
}

function remember(
  world: World,
  node: NodeState,
  type: string,
  id: string,
  at: number,
  seconds: number,
  exitStatus: string,
): void {
  const task = world.tasks.begin({ node, type, id, user: "root@pam", at });
  world.tasks.end(task, at + seconds, exitStatus);
}

const NIGHTS = 3;

/** What the backup jobs of the last nights left on their storages, unless the scenario says what is there. */
export function rememberPastBackups(world: World): void {
  if (world.backups.length > 0) return;
  const midnight = Math.floor(world.origin / DAY) * DAY;
  for (const guest of world.guests.values()) {
    const storage = backupStorageOf(world, guest);
    if (storage === null) continue;
    for (let daysAgo = NIGHTS; daysAgo >= 0; daysAgo -= 1) {
      const spread = hashNumbers(world.seed, guest.vmid, daysAgo, 3) % 5_400;
      const takenAt = midnight - daysAgo * DAY + FIRST_BACKUP_HOUR * 3_600 + 1_800 + spread;
      if (takenAt > world.origin) continue;
      const { vmid, node, type } = guest;
      world.backups.push({ storage, node, vmid, type, takenAt, size: archiveSize(guest) });
    }
  }
}

/** Where the first job that has this guest puts its backups; null when none has it. */
export function backupStorageOf(world: World, guest: GuestState): string | null {
  if (guest.spec.template) return null;
  const job = world.scenario.backupJobs.find(
    ({ enabled, guests, storage }) =>
      enabled && world.storages.has(storage) && (guests?.includes(guest.vmid) ?? true),
  );
  return job?.storage ?? null;
}

export function archiveSize(guest: GuestState): number {
  return Math.floor(guest.spec.disks.reduce((sum, disk) => sum + disk.size, 0) * 0.3);
}
