import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { NodeDetail } from "@/lib/api/nodes";
import { formatDuration } from "@/lib/client/format/format-duration";

type Task = NodeDetail["tasks"][number];

export function NodeTasks({ tasks }: { tasks: readonly Task[] }) {
  return (
    <Panel title="Tasks" bodyClassName="px-4 py-1">
      {tasks.length === 0 ? <p className="py-2 text-muted">No task of late.</p> : null}
      <ul className="divide-y divide-line">
        {tasks.slice(0, 10).map((task) => (
          <li key={task.upid} className="flex items-start gap-2 py-1.5 text-sm" title={task.upid}>
            <TaskMark task={task} />
            <span className="min-w-0 flex-1">
              <span className="font-mono">{task.type}</span> {task.subject}{" "}
              <span className="text-muted">by {task.user}</span>
              {failed(task) ? <span className="block break-words text-bad">{task.exitStatus}</span> : null}
            </span>
            <span className="whitespace-nowrap text-right text-muted">
              <RelativeTime atMs={task.startedAtMs} />
              <span className="figure block text-xs">{lengthOf(task)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function TaskMark({ task }: { task: Task }) {
  if (task.endedAtMs === null) {
    return (
      <span className="text-accent">
        <LoaderCircle aria-hidden className="mt-0.5 size-3.5 animate-spin" />
        <span className="sr-only">running</span>
      </span>
    );
  }
  if (failed(task)) {
    return (
      <span className="text-bad">
        <CircleAlert aria-hidden className="mt-0.5 size-3.5" />
        <span className="sr-only">failed</span>
      </span>
    );
  }
  return (
    <span className="text-ok">
      <CircleCheck aria-hidden className="mt-0.5 size-3.5" />
      <span className="sr-only">done</span>
    </span>
  );
}

function failed({ exitStatus }: Task): boolean {
  return exitStatus !== null && exitStatus !== "OK" && !exitStatus.startsWith("WARNINGS");
}

function lengthOf({ startedAtMs, endedAtMs }: Task): string {
  return endedAtMs === null ? "running" : formatDuration((endedAtMs - startedAtMs) / 1_000);
}
