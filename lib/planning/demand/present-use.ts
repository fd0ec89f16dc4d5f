import { guestCpuCount, guestCpuThreads, guestMemoryBytes } from "@/lib/inventory/guest-demand";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest } from "@/lib/inventory/snapshot";
import type { GuestDemand } from "../planning-input";

/** What a guest uses by its newest reading, and which of it had to be assumed. */
export interface PresentUse extends GuestDemand {
  readonly cpuKnown: boolean;
  readonly memoryKnown: boolean;
}

const NOTHING: PresentUse = { cpuThreads: 0, memoryBytes: 0, cpuKnown: true, memoryKnown: true };

/**
 * Threads and bytes that a guest takes from its node now; nothing for one that has no process there. Of a guest that runs
 * and whose use was not read, all that it was promised is assumed: an unknown use must not look like free room.
 */
export function presentUse(guest: Guest): PresentUse {
  if (!holdsResources(guest)) return NOTHING;
  const cpu = guest.status === "running" ? guestCpuThreads(guest) : 0;
  const memory = readableBytes(guest.memoryHostBytes) ?? readableBytes(guest.memoryUsedBytes);
  return {
    cpuThreads: cpu ?? guestCpuCount(guest) ?? 0,
    memoryBytes: memory ?? guestMemoryBytes(guest) ?? 0,
    cpuKnown: cpu !== null,
    memoryKnown: memory !== null,
  };
}

function readableBytes(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value >= 0 ? value : null;
}
