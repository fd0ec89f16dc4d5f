"use client";

import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { type Fact, Facts } from "@/components/values/facts";
import { LogButtons } from "@/components/values/log-buttons";
import { RelativeTime } from "@/components/values/relative-time";
import { ErrorState } from "@/components/values/states";
import { Terminal } from "@/components/values/terminal";
import { messageOf } from "@/lib/client/http/api-error";
import { taskFileName, taskState, taskTitle } from "@/lib/client/logs/task-words";
import { useTaskLog, type WatchedTaskLog } from "@/lib/client/logs/use-task-log";
import { TaskMark } from "./task-mark";

interface TaskSheetProps {
  /** From the address; null is closed. */
  clusterId: string | null;
  upid: string | null;
  onClose: () => void;
}

/** One task of Proxmox VE with its log, in a panel beside the list. */
export function TaskSheet({ clusterId, upid, onClose }: TaskSheetProps) {
  const open = clusterId !== null && upid !== null;
  return (
    <Sheet open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      {open ? <OpenTask clusterId={clusterId} upid={upid} /> : null}
    </Sheet>
  );
}

function OpenTask({ clusterId, upid }: { clusterId: string; upid: string }) {
  const { task, lines, error } = useTaskLog(clusterId, upid);
  const title = task ? `${taskTitle(task.type) ?? task.type} ${task.subject}`.trim() : "Task";
  return (
    <SheetContent
      title={title}
      description={task ? `Task of Proxmox VE on ${task.node}` : "Task of Proxmox VE"}
      className="max-w-3xl"
    >
      <div className="flex flex-col gap-3">
        {task ? <TaskFacts task={task} /> : null}
        <div className="flex items-center justify-between gap-2">
          <h3 className="font-semibold">Log</h3>
          <span className="text-muted text-sm">
            <LogButtons lines={lines} fileName={task ? taskFileName(task) : "task.log"} />
          </span>
        </div>
        <TaskLines task={task} lines={lines} error={error} />
        <p className="break-all font-mono text-faint text-xs">{upid}</p>
      </div>
    </SheetContent>
  );
}

function TaskLines({ task, lines, error }: WatchedTaskLog) {
  if (error && lines.length === 0) {
    return <ErrorState title="The log could not be read">{messageOf(error)}</ErrorState>;
  }
  if (task === null) return <Skeleton className="h-60" />;
  return (
    <div className="relative rounded-lg border border-line">
      {error ? (
        <p role="status" className="break-words px-4 py-2 text-sm text-warn">
          The log is not read just now: {messageOf(error)}
        </p>
      ) : null}
      {lines.length === 0 ? (
        <p className="p-4 text-muted">
          {task.complete ? "It wrote nothing." : "It has not written anything yet."}
        </p>
      ) : (
        <Terminal lines={lines} following={!task.complete} className="max-h-[60dvh] rounded-lg" />
      )}
    </div>
  );
}

function TaskFacts({ task }: { task: NonNullable<WatchedTaskLog["task"]> }) {
  const { type, user, startedAtMs, exitStatus } = task;
  // Only whether it has ended is known here, not when.
  const state = taskState({ endedAtMs: exitStatus === null ? null : startedAtMs, exitStatus });
  return (
    <Facts
      facts={[
        ["State", <TaskMark key="state" state={state} withWord />],
        [
          "Type",
          <span key="type" className="font-mono">
            {type}
          </span>,
        ],
        ["User", user],
        ["Started", <RelativeTime key="started" atMs={startedAtMs} />],
        ...(state === "failed" || state === "warned" ? [["Ended with", exitStatus] satisfies Fact] : []),
      ]}
    />
  );
}
