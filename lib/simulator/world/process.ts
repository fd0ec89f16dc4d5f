import { finishTask } from "./power";
import type { TaskState } from "./state";
import type { World } from "./world";

/** Something that takes time: each value is the seconds until it goes on. */
export type Process<Result = void> = Generator<number, Result, void>;

/** Ends a task with this exit status. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";
}

/** Arrives inside a process whose task somebody asked to end. */
export class TaskInterrupt extends Error {
  override readonly name = "TaskInterrupt";

  constructor() {
    super("interrupted by signal");
  }
}

/** PVE's workers say nothing in their first moment. */
const SILENT_SECONDS = 0.3;

const inWork = new WeakSet<TaskState>();

/** Tells a task to end; one that does nothing but wait ends at once. */
export function interruptTask(world: World, task: TaskState): void {
  if (task.endedAt !== null) return;
  task.interrupted = true;
  if (!inWork.has(task)) finishTask(world, task, "interrupted by signal");
}

/** Lets a task's work happen in the cluster's time, up to its end, its failure or the death of its node. */
export function runTask(world: World, task: TaskState, process: Process): void {
  let interruptSeen = false;
  inWork.add(task);
  const advance = (): void => {
    if (task.endedAt !== null) return;
    if (!world.nodes.get(task.node)?.online) {
      process.return();
      finishTask(world, task, "unexpected status");
      return;
    }
    try {
      const interrupts = task.interrupted && !interruptSeen;
      interruptSeen = task.interrupted;
      const step = interrupts ? process.throw(new TaskInterrupt()) : process.next();
      if (step.done) finishTask(world, task, "OK");
      else world.after(step.value, advance);
    } catch (error) {
      if (!(error instanceof TaskFailure || error instanceof TaskInterrupt)) throw error;
      finishTask(world, task, error.message);
    }
  };
  world.after(SILENT_SECONDS, advance);
}

/** Waits in steps of a second, so that an interrupt does not come late. */
export function* wait(seconds: number): Process {
  for (let left = seconds; left > 0; left -= 1) yield Math.min(1, left);
}
