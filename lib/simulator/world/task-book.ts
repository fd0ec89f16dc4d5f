import type { Random } from "../random";
import type { NodeState, TaskState } from "./state";

/** Tasks of each node that are remembered. */
const KEPT = 1_000;

export interface NewTask {
  readonly node: NodeState;
  readonly type: string;
  /** A VMID, a storage or nothing. */
  readonly id: string;
  readonly user: string;
  readonly at: number;
}

/** Every task of the cluster; a node remembers its own, as PVE does. */
export class TaskBook {
  readonly #byUpid = new Map<string, TaskState>();
  readonly #byNode = new Map<string, TaskState[]>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  begin({ node, type, id, user, at }: NewTask): TaskState {
    const pid = 1_200 + this.#random.below(3_900_000);
    const pstart = Math.max(1, Math.floor((at - node.startedAt) * 100));
    const startedAt = Math.floor(at);
    const upid = `UPID:${node.name}:${hex(pid)}:${hex(pstart)}:${hex(startedAt)}:${type}:${id}:${user}:`;
    const task: TaskState = {
      upid,
      node: node.name,
      type,
      id,
      user,
      pid,
      pstart,
      startedAt,
      endedAt: null,
      exitStatus: null,
      interrupted: false,
      log: [],
    };
    this.#byUpid.set(upid, task);
    const tasks = this.#byNode.get(node.name) ?? [];
    this.#byNode.set(node.name, tasks);
    tasks.push(task);
    if (tasks.length > KEPT) this.#byUpid.delete(tasks.shift()?.upid ?? "");
    return task;
  }

  /** Ends a task with `OK`, `WARNINGS: n` or the text of its error. */
  end(task: TaskState, at: number, exitStatus: string): void {
    task.endedAt = Math.floor(at);
    task.exitStatus = exitStatus;
    const failed = exitStatus !== "OK" && !exitStatus.startsWith("WARNINGS: ");
    task.log.push({ at, text: failed ? `TASK ERROR: ${exitStatus}` : `TASK ${exitStatus}` });
  }

  /** Every task that is remembered, in the order in which they began. */
  all(): readonly TaskState[] {
    return [...this.#byUpid.values()];
  }

  find(upid: string): TaskState | undefined {
    return this.#byUpid.get(upid);
  }

  /** Newest first, running ones before all others. */
  ofNode(node: string): readonly TaskState[] {
    const tasks = this.#byNode.get(node) ?? [];
    return tasks.toSorted(
      (a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null) || b.startedAt - a.startedAt,
    );
  }
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}
