import type { GuestState, NodeState } from "../state";
import type { World } from "../world";
import { startService } from "./carry-out-motion";
import { placeService } from "./place-service";

/** Seconds of silence until a node counts as dead, and until its watchdog has surely stopped it. */
const DEAD_AFTER = 60;
const RECOVERED_AFTER = 110;

/** Services of a node that died wait until it is surely off, then begin anew elsewhere. */
export function fenceAndRecover(world: World): void {
  for (const node of world.nodes.values()) {
    const services = world.ha.services().filter((guest) => guest.node === node.name);
    if (node.online) {
      world.ha.markFenced(node.name, false);
      for (const guest of services) leaveFence(guest);
      continue;
    }
    const silent = world.now() - (node.outages.at(-1)?.from ?? world.now());
    if (services.length > 0) fence(world, node, services, silent);
    else if (silent >= DEAD_AFTER) world.ha.markFenced(node.name, false);
  }
}

/** The node came back before anything was taken from it. */
function leaveFence({ ha }: GuestState): void {
  if (ha?.state === "fence") ha.state = ha.requested;
}

function fence(world: World, node: NodeState, services: readonly GuestState[], silent: number): void {
  if (silent < DEAD_AFTER) return;
  world.ha.markFenced(node.name, silent < RECOVERED_AFTER);
  for (const guest of services) {
    if (!guest.ha || guest.ha.requested === "ignored" || guest.ha.state === "error") continue;
    guest.ha.state = silent < RECOVERED_AFTER ? "fence" : "recovery";
    if (silent >= RECOVERED_AFTER) recover(world, guest);
  }
  world.changed();
}

function recover(world: World, guest: GuestState): void {
  const target = placeService(world, guest);
  const service = guest.ha;
  if (!target || !service) return;
  guest.node = target.name;
  guest.lock = null;
  guest.power = "stopped";
  guest.sample = null;
  if (service.requested !== "started") {
    service.state = service.requested;
    return;
  }
  // Its disks stayed behind: it can be started nowhere else.
  const local = guest.spec.disks.some((disk) => world.storages.get(disk.storage)?.shared === false);
  service.state = local ? "error" : "starting";
  if (local) return;
  world.after(4, () =>
    startService(world, guest, () => {
      if (guest.ha?.state === "starting") guest.ha.state = "started";
      world.changed();
    }),
  );
}
