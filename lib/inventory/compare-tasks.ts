import type { InventoryEvent } from "./inventory-event";
import { type Comparison, guestLabel, happened } from "./inventory-events";
import { isNodeRead } from "./reading-parts";
import type { Guest, Snapshot, Task } from "./snapshot";

/**
 * Tasks that ended badly since the reading before; each UPID once.
 *
 * A task is new when the reading before showed it running, or did not show it and it ended no earlier than the newest
 * task of its node did then. That compares the node's clock with itself, so a wrong clock hides nothing, and an old
 * failure that shows up late is not reported again. For a node that was not read before, our own clock has to do.
 */
export function compareTasks(comparison: Comparison): readonly InventoryEvent[] {
  const { previous, current } = comparison;
  const before = new Map(previous.tasks.map((task) => [task.upid, task]));
  const guests = new Map(current.guests.map((guest) => [guest.vmid, guest]));
  const newest = newestByNode(previous);
  const reported = new Set<string>();

  return current.tasks
    .filter(hasFailed)
    .filter((task) => {
      const was = before.get(task.upid);
      if (was) return was.endedAtMs === null;
      return task.endedAtMs >= (newest.get(task.node) ?? earliestNew(previous, task.node));
    })
    .filter(({ upid }) => !reported.has(upid) && reported.add(upid))
    .sort((one, other) => one.endedAtMs - other.endedAtMs || (one.upid < other.upid ? -1 : 1))
    .map((task) => failure(comparison, task, guests.get(Number(task.subject))));
}

type EndedTask = Task & { readonly endedAtMs: number; readonly exitStatus: string };

function hasFailed(task: Task): task is EndedTask {
  if (task.endedAtMs === null || task.exitStatus === null) return false;
  return task.exitStatus !== "OK" && !/^WARNINGS\b/.test(task.exitStatus);
}

/** The newest moment that each node's own clock is known to have reached. */
function newestByNode(snapshot: Snapshot): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { node, startedAtMs, endedAtMs } of snapshot.tasks) {
    newest.set(node, Math.max(newest.get(node) ?? 0, startedAtMs, endedAtMs ?? 0));
  }
  return newest;
}

function earliestNew(previous: Snapshot, node: string): number {
  return isNodeRead(previous, node) ? Number.NEGATIVE_INFINITY : previous.readAtMs;
}

function failure(comparison: Comparison, task: EndedTask, guest: Guest | undefined): InventoryEvent {
  const subject = guest ? guestLabel(guest) : task.subject;
  const message = `Task ${task.type}${subject ? ` of ${subject}` : ""} failed on ${task.node}: ${task.exitStatus}`;
  return {
    ...happened(comparison, { kind: "task-failed", severity: "warning", guest, message }),
    node: task.node,
    vmid: guest?.vmid ?? vmidOf(task),
    details: { upid: task.upid, type: task.type, user: task.user, exitStatus: task.exitStatus },
  };
}

function vmidOf({ subject }: Task): number | null {
  return /^[1-9]\d{2,8}$/.test(subject) ? Number(subject) : null;
}
