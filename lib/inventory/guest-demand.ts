import type { Guest } from "./snapshot";

/**
 * Virtual CPUs of a guest: sockets × cores for a VM, cores for a container.
 *
 * @returns a number above 0, or null when neither the reading nor the configuration says it
 */
export function guestCpuCount(guest: Guest): number | null {
  if (isPositive(guest.cpuCount)) return guest.cpuCount;
  const cores = guest.config?.cores;
  if (!isPositive(cores)) return null;
  const sockets = guest.config?.sockets;
  return cores * (isPositive(sockets) ? sockets : 1);
}

/**
 * Threads of its node that a guest keeps busy: its use of its own virtual CPUs, times their number.
 *
 * @returns 0 or more threads, at most the guest's virtual CPUs; null when it is not known
 */
export function guestCpuThreads(guest: Guest): number | null {
  const count = guestCpuCount(guest);
  const fraction = guest.cpuFraction;
  if (count === null || fraction === null || !Number.isFinite(fraction) || fraction < 0) return null;
  return Math.min(fraction, 1) * count;
}

/** Memory that a guest was promised, in bytes; null when it is not known. */
export function guestMemoryBytes(guest: Guest): number | null {
  if (isPositive(guest.memoryTotalBytes)) return guest.memoryTotalBytes;
  const configured = guest.config?.memoryBytes;
  return isPositive(configured) ? configured : null;
}

function isPositive(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
