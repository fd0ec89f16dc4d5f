import { guestCpuCount, guestCpuThreads, guestMemoryBytes } from "@/lib/inventory/guest-demand";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest } from "@/lib/inventory/snapshot";
import type { MoveKind } from "../plan";
import type { PlanningInput } from "../planning-input";
import type { MoveFigures } from "./estimate-move";

/** Between two nodes of which nothing is known: a 1 Gbit/s network. */
export const DEFAULT_BYTES_PER_SECOND = 125_000_000;

/** What one busy thread writes to memory in a second, on the careful side. */
const DIRTY_BYTES_PER_THREAD_SECOND = 25_000_000;

/** Share of its memory that a guest writes to in a second even when it is idle. */
const DIRTY_FRACTION_PER_SECOND = 0.001;

/** Never more than this share of the memory in one second. */
const MOST_DIRTY_FRACTION_PER_SECOND = 0.1;

/** How a guest travels: a running VM live, a running container by a restart, all else offline. */
export function moveKindOf(guest: Guest): MoveKind {
  if (!holdsResources(guest)) return "offline";
  return guest.kind === "qemu" ? "live" : "restart";
}

/** Answers what moving any guest between two nodes has to carry; made once for an input. */
export type MoveFiguresOf = (guest: Guest, source: string, target: string) => MoveFigures;

/**
 * Prepares the figures that `estimateMove` needs, as far as the input knows them. What it does not know is taken on the
 * careful side: memory in use as all that was promised, a dirty rate of 25 MB/s for each busy thread and 0.1 % of the memory
 * a second (at most 10 % of it), 125 MB/s between nodes, a disk without storage or size entry as local.
 */
export function moveFiguresFrom(input: PlanningInput): MoveFiguresOf {
  const shared = new Set(
    input.snapshot.storages.filter((storage) => storage.shared).map((storage) => storage.name),
  );
  const bandwidth = (node: string) =>
    input.nodePolicies.get(node)?.migrationBytesPerSecond ?? DEFAULT_BYTES_PER_SECOND;

  return (guest, source, target) => ({
    kind: moveKindOf(guest),
    memoryBytes: residentBytes(guest),
    dirtyBytesPerSecond:
      input.guestPolicies.get(guest.vmid)?.dirtyBytesPerSecond ?? estimatedDirtyBytesPerSecond(guest),
    localDiskBytes: localDiskBytes(guest, shared),
    diskWriteBytesPerSecond: guest.diskWriteBytesPerSecond ?? 0,
    bytesPerSecond: Math.min(bandwidth(source), bandwidth(target)),
    managedByHa: guest.haState !== null,
  });
}

/** Disks of a guest that have to be copied to another node: all but CD-ROMs and what lies on shared storage. */
export function localDiskBytes(guest: Guest, sharedStorages: ReadonlySet<string>): number {
  const disks = guest.config?.disks ?? [];
  return disks
    .filter(({ cdrom, storage }) => !cdrom && (storage === null || !sharedStorages.has(storage)))
    .reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
}

function residentBytes(guest: Guest): number {
  if (!holdsResources(guest)) return 0;
  const seen = Math.max(guest.memoryHostBytes ?? 0, guest.memoryUsedBytes ?? 0);
  return seen > 0 ? seen : (guestMemoryBytes(guest) ?? 0);
}

function estimatedDirtyBytesPerSecond(guest: Guest): number {
  if (guest.status !== "running") return 0;
  const memory = residentBytes(guest);
  const threads = guestCpuThreads(guest) ?? (guestCpuCount(guest) ?? 1) / 2;
  return Math.min(
    memory * MOST_DIRTY_FRACTION_PER_SECOND,
    threads * DIRTY_BYTES_PER_THREAD_SECOND + memory * DIRTY_FRACTION_PER_SECOND,
  );
}
