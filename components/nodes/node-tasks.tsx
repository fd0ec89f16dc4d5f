import Link from "next/link";
import { TaskMark } from "@/components/logs/task-mark";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { NodeDetail } from "@/lib/api/nodes";
import { taskAddress } from "@/lib/client/addresses";
import { taskLength, taskState, taskTitle } from "@/lib/client/logs/task-words";

type Task = NodeDetail["tasks"][number];

interface NodeTasksProps {
  clusterId: string;
  tasks: readonly Task[];
}

/** The newest tasks of a node or a guest; each leads to its log. */
export function NodeTasks({ clusterId, tasks }: NodeTasksProps) {
  return (
    <Panel title="Tasks" bodyClassName="px-4 py-1">
      {tasks.length === 0 ? <p className="py-2 text-muted">No task of late.</p> : null}
      <ul className="divide-y divide-line">
        {tasks.slice(0, 10).map((task) => (
          <li key={task.upid} className="flex items-start gap-2 py-1.5 text-sm">
            <span className="mt-0.5">
              <TaskMark state={taskState(task)} />
            </span>
            <span className="min-w-0 flex-1">
              <Link
                href={taskAddress(clusterId, task.upid)}
                title={task.upid}
                className="font-medium hover:text-accent hover:underline"
              >
                {taskTitle(task.type) ?? <span className="font-mono">{task.type}</span>} {task.subject}
              </Link>{" "}
              <span className="text-muted">by {task.user}</span>
              {taskState(task) === "failed" ? (
                <span className="block break-words text-bad">{task.exitStatus}</span>
              ) : null}
            </span>
            <span className="whitespace-nowrap text-right text-muted">
              <RelativeTime atMs={task.startedAtMs} />
              <span className="figure block text-xs">{taskLength(task)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
