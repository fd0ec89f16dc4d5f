import { isAtLeast } from "../../release";
import { beginTask, finishTask } from "../power";
import type { GuestState, TaskState } from "../state";
import type { World } from "../world";
import { blockingResources, partnersOf, serviceId } from "./ha-rules";

/** `hamigrate`: only notes the wish, and ends within a second; the move itself comes 10 to 20 s later. */
export function requestHaMigration(world: World, guest: GuestState, target: string, user: string): TaskState {
  const task = beginTask(world, guest, "hamigrate", user);
  const kind = guest.type === "qemu" ? "VM" : "CT";
  const sid = serviceId(guest);
  world.after(0.3, () => {
    const tell = (text: string): void => {
      task.log.push({ at: world.now(), text });
    };
    tell(`Requesting HA migration for ${kind} ${guest.vmid} to node ${target}`);
    const blocking = isAtLeast(world.profile, "9.0") ? blockingResources(world, guest, target) : [];
    if (blocking.length > 0) {
      tell(`cannot migrate resource '${sid}' to node '${target}':`);
      for (const { sid: other } of blocking) {
        tell(`- resource '${other}' on target node '${target}' in negative affinity with resource '${sid}'`);
      }
      finishTask(world, task, `command 'ha-manager migrate ${sid} ${target}' failed: exit code 255`);
      return;
    }
    for (const other of partnersOf(world, guest, "positive")) {
      tell(
        `also migrate resource '${serviceId(other)}' in positive affinity with resource '${sid}' to target node '${target}'`,
      );
    }
    world.ha.command(guest, target, "migrate");
    world.after(0.4, () => finishTask(world, task, "OK"));
  });
  return task;
}
