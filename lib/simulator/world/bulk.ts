import { type Process, runTask, TaskFailure } from "./process";
import type { GuestState, TaskState } from "./state";
import type { World } from "./world";

/** One task that starts others, a few at a time, and waits for them. */
export function runInBulk(
  world: World,
  task: TaskState,
  guests: readonly GuestState[],
  workers: number,
  begin: (guest: GuestState) => TaskState | string,
): void {
  runTask(world, task, inBulk(world, task, guests, workers, begin));
}

function* inBulk(
  world: World,
  task: TaskState,
  guests: readonly GuestState[],
  workers: number,
  begin: (guest: GuestState) => TaskState | string,
): Process {
  const tell = (text: string): void => {
    task.log.push({ at: world.now(), text });
  };
  const waiting = [...guests];
  let running: TaskState[] = [];
  let failures = 0;
  while (waiting.length > 0 || running.length > 0) {
    const next = waiting.splice(0, Math.max(0, workers - running.length));
    for (const guest of next) {
      const kind = guest.type === "qemu" ? "VM" : "CT";
      const begun = begin(guest);
      if (typeof begun !== "string") running.push(begun);
      else failures += 1;
      tell(`${kind} ${guest.vmid}: ${typeof begun === "string" ? begun : begun.upid}`);
    }
    yield 1;
    failures += running.filter((one) => one.endedAt !== null && one.exitStatus !== "OK").length;
    running = running.filter((one) => one.endedAt === null);
  }
  if (failures > 0) throw new TaskFailure(`${failures} of ${guests.length} failed`);
}
