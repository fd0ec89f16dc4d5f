import "server-only";
import type { Snapshot, Task } from "@/lib/inventory/snapshot";

/**
 * Gives containers a creation mark. Their configuration holds none, so the task that made one has to do: a `vzcreate`
 * that was not there a reading before. Without a reading before nothing is known to be new.
 */
export function markContainers(snapshot: Snapshot, previous: Snapshot | null): Snapshot {
  if (!previous) return snapshot;
  const seen = new Set(previous.tasks.map(({ upid }) => upid));
  const created = new Map<number, Task>();
  for (const task of snapshot.tasks) {
    if (task.type !== "vzcreate" || seen.has(task.upid) || hasFailed(task)) continue;
    const known = created.get(Number(task.subject));
    if (!known || known.startedAtMs < task.startedAtMs) created.set(Number(task.subject), task);
  }
  if (created.size === 0) return snapshot;
  return {
    ...snapshot,
    guests: snapshot.guests.map((guest) => {
      const task = guest.kind === "lxc" ? created.get(guest.vmid) : undefined;
      return task ? { ...guest, creationMark: `created=${Math.round(task.startedAtMs / 1_000)}` } : guest;
    }),
  };
}

function hasFailed({ exitStatus }: Task): boolean {
  return exitStatus !== null && exitStatus !== "OK" && !exitStatus.startsWith("WARNINGS");
}
