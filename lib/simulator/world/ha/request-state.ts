import { carryOutForHa } from "../power";
import type { GuestState } from "../state";
import type { World } from "../world";

/** Notes what HA shall make of a service; its manager acts on it in its next rounds. */
export function requestState(world: World, guest: GuestState, wanted: string): void {
  const service = guest.ha;
  if (!service) return;
  service.requested = wanted;
  if (wanted === "ignored") service.state = "ignored";
  else if (wanted === "started") begin(world, guest, "started");
  else begin(world, guest, "stopped");
  world.changed();
}

function begin(world: World, guest: GuestState, goal: "started" | "stopped"): void {
  const service = guest.ha;
  if (!service) return;
  const isThere = (guest.power === "stopped") === (goal === "stopped");
  if (isThere) {
    service.state = service.requested;
    return;
  }
  // A stopped guest is called started from the first moment on; what really happens comes later.
  service.state = goal === "started" ? "started" : "request_stop";
  world.after(world.random.between(9, 14), () => carryOutForHa(world, guest, goal));
}
