import { type Process, runTask, TaskFailure, wait } from "./process";
import type { GuestState, TaskState } from "./state";
import type { World } from "./world";

export interface Backup {
  readonly storage: string;
  readonly node: string;
  readonly vmid: number;
  readonly type: "qemu" | "lxc";
  readonly takenAt: number;
  readonly size: number;
}

/** Bytes per second that a backup reads. */
const SPEED = 200_000_000;

/** `vzdump` of some guests of one node, one after the other; each is locked while it is read. */
export function backUp(world: World, task: TaskState, guests: readonly GuestState[], storage: string): void {
  runTask(world, task, backUpAll(world, task, guests, storage));
}

function* backUpAll(world: World, task: TaskState, guests: readonly GuestState[], storage: string): Process {
  const tell = (text: string): void => {
    task.log.push({ at: world.now(), text });
  };
  tell(
    `INFO: starting new backup job: vzdump ${guests.map(({ vmid }) => vmid).join(" ")} --storage ${storage}`,
  );
  let failures = 0;
  for (const guest of guests) {
    const kind = guest.type === "qemu" ? "VM" : "CT";
    tell(`INFO: Starting Backup of VM ${guest.vmid} (${guest.type})`);
    if (guest.lock || world.guests.get(guest.vmid) !== guest) {
      failures += 1;
      tell(`ERROR: Backup of VM ${guest.vmid} failed - ${kind} is locked (${guest.lock ?? "destroyed"})`);
      continue;
    }
    yield* backUpOne(world, guest, storage);
    tell(`INFO: Finished Backup of VM ${guest.vmid}`);
  }
  tell(failures > 0 ? "INFO: Backup job finished with errors" : "INFO: Backup job finished successfully");
  if (failures > 0) throw new TaskFailure("job errors");
}

function* backUpOne(world: World, guest: GuestState, storage: string): Process {
  const size = guest.spec.disks.reduce((sum, disk) => sum + disk.size, 0);
  guest.lock = "backup";
  world.changed();
  try {
    yield* wait(5 + size / SPEED);
    const kept = Math.floor(size * 0.3);
    world.backups.push({
      storage,
      node: guest.node,
      vmid: guest.vmid,
      type: guest.type,
      takenAt: Math.floor(world.now()),
      size: kept,
    });
    const state = world.storages.get(storage);
    const key = state?.shared ? "" : guest.node;
    state?.used.set(key, (state.used.get(key) ?? 0) + kept);
  } finally {
    if (guest.lock === "backup") guest.lock = null;
    world.changed();
  }
}
