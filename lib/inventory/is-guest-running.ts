import type { Guest } from "./snapshot";

/** Whether PVE says that the guest runs; a template never does, and of a guest on a silent node nobody knows. */
export function isGuestRunning(guest: Guest): boolean {
  return guest.status === "running" && !guest.template;
}

/** Whether the guest has a process on its node, and so holds its memory there: running, paused, and all between. */
export function holdsResources(guest: Guest): boolean {
  return guest.status !== "stopped" && guest.status !== "unknown" && !guest.template;
}
