import type { HaService } from "@/lib/inventory/cluster-extras";
import type { Snapshot, Task } from "@/lib/inventory/snapshot";

/** What guards look up in a reading for every guest. */
export interface SnapshotIndex {
  /** The task that works on a guest now, by VMID. */
  readonly runningTask: ReadonlyMap<string, Task>;
  readonly service: ReadonlyMap<number, HaService>;
}

/** Somebody who looks at a guest does not work on it. */
const LOOKING = new Set(["vncproxy", "spiceproxy", "termproxy", "vncshell", "spiceshell"]);

const indexes = new WeakMap<Snapshot, SnapshotIndex>();

export function snapshotIndex(snapshot: Snapshot): SnapshotIndex {
  const known = indexes.get(snapshot);
  if (known) return known;
  const running = snapshot.tasks
    .filter(({ endedAtMs, subject, type }) => endedAtMs === null && subject !== "" && !LOOKING.has(type))
    .sort((one, other) => (one.upid < other.upid ? 1 : -1));
  const index = {
    runningTask: new Map(running.map((task) => [task.subject, task])),
    service: new Map((snapshot.highAvailability?.services ?? []).map((service) => [service.vmid, service])),
  };
  indexes.set(snapshot, index);
  return index;
}
