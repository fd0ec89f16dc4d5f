import type { GuestState, HaService } from "../state";
import type { World } from "../world";
import { startService } from "./carry-out-motion";
import { candidatesFor, preferredOf } from "./place-service";

/**
 * Services that shall run and do not are started again: `max_restart` more times where they are, then
 * on up to `max_relocate` other nodes, and then they are left alone, in the state error.
 */
export function keepRunning(world: World): void {
  for (const guest of world.ha.services()) {
    const service = guest.ha;
    if (!service || !isDown(world, guest, service)) continue;
    service.starting = true;
    startService(world, guest, (runs) => {
      service.starting = false;
      if (runs) forgetFailures(service);
      else noteFailure(world, guest, service);
      world.changed();
    });
  }
}

function isDown(world: World, guest: GuestState, service: HaService): boolean {
  return (
    service.state === "started" &&
    service.requested === "started" &&
    guest.power === "stopped" &&
    !guest.lock &&
    !service.starting &&
    !world.ha.motions.has(guest) &&
    world.nodes.get(guest.node)?.online === true
  );
}

function noteFailure(world: World, guest: GuestState, service: HaService): void {
  if (world.guests.get(guest.vmid) !== guest || service.state !== "started") return;
  service.failedStarts += 1;
  if (service.failedStarts <= service.maxRestart) return;
  service.failedStarts = 0;
  service.failedNodes.push(guest.node);
  if (service.failedNodes.length > service.maxRelocate) {
    service.state = "error";
    forgetFailures(service);
    return;
  }
  const fresh = candidatesFor(world, guest).filter(({ name }) => !service.failedNodes.includes(name));
  const target = preferredOf(world, guest, fresh);
  if (target) world.ha.move(guest, target.name, "relocate");
}

function forgetFailures(service: HaService): void {
  service.failedStarts = 0;
  service.failedNodes = [];
}
