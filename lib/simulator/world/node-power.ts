import type { PveRelease } from "@/lib/inventory/scenario/scenario";
import { releaseProfile } from "../release";
import { beginNodeTask, beginRun, finishTask } from "./power";
import type { GuestState, NodeState } from "./state";
import type { World } from "./world";

export function takeNodeDown(world: World, node: NodeState): void {
  if (!node.online) return;
  node.online = false;
  node.refusedCalls = 0;
  node.outages.push({ from: world.now(), to: null });
  for (const guest of guestsOn(world, node)) {
    if (guest.power !== "stopped") guest.periods.push({ from: world.now(), node: null });
  }
  world.changed();
}

/** After a boot only those guests run that are told to: start at boot, or kept running by HA. */
export function bringNodeUp(world: World, node: NodeState): void {
  if (node.online) return;
  const outage = node.outages.at(-1);
  if (outage) outage.to = world.now();
  node.online = true;
  node.startedAt = world.now();
  for (const guest of guestsOn(world, node)) {
    const starts = guest.spec.onboot || guest.ha?.requested === "started";
    if (guest.power === "stopped") continue;
    if (starts) beginRun(world, guest);
    else guest.power = "stopped";
  }
  world.changed();
}

/** New packages, and a restart when they need one: until then the old kernel runs below the new release. */
export function upgradeNode(world: World, node: NodeState, release: PveRelease, rebootSeconds: number): void {
  const task = beginNodeTask(world, node.name, "aptupdate", "", "root@pam");
  finishTask(world, task, "OK");
  node.profile = releaseProfile(release);
  world.changed();
  if (rebootSeconds <= 0) return;
  takeNodeDown(world, node);
  world.after(rebootSeconds, () => bringNodeUp(world, node));
}

function guestsOn(world: World, node: NodeState): GuestState[] {
  return [...world.guests.values()].filter((guest) => guest.node === node.name);
}
