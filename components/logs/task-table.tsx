"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import type { ClusterTaskRow } from "@/lib/api/tasks";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { taskLength, taskState, taskTitle } from "@/lib/client/logs/task-words";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { TaskMark } from "./task-mark";

interface TaskTableProps {
  tasks: readonly ClusterTaskRow[];
  onOpen: (task: ClusterTaskRow) => void;
}

/** Tasks of Proxmox VE, newest first. */
export function TaskTable({ tasks, onOpen }: TaskTableProps) {
  const scope = useScope();
  const clusters = useClusters();
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const several = clusters.filter(({ id }) => scope.has(id)).length > 1;
  return (
    <Table label="Tasks">
      <thead>
        <tr>
          <TableHead className="pl-4">State</TableHead>
          <TableHead>Task</TableHead>
          <TableHead>About</TableHead>
          <TableHead>Node</TableHead>
          {several ? <TableHead>Cluster</TableHead> : null}
          <TableHead className="hidden md:table-cell">User</TableHead>
          <TableHead>Started</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="w-full">Error</TableHead>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TableRow key={`${task.clusterId} ${task.upid}`}>
            <TableCell className="pl-4">
              <TaskMark state={taskState(task)} withWord />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Button
                variant="link"
                size="inline"
                className="text-fg text-sm hover:text-accent"
                title={task.upid}
                onClick={() => onOpen(task)}
              >
                {taskTitle(task.type) ?? task.type}
                <span className="sr-only">{` ${task.subject}: open its log`}</span>
              </Button>{" "}
              <span className="font-mono text-faint text-xs">{task.type}</span>
            </TableCell>
            <TableCell className="figure whitespace-nowrap">
              <Subject task={task} scope={scope.text} />
            </TableCell>
            <TableCell>
              <Link
                href={withScope(nodeAddress(task.clusterId, task.node), scope.text)}
                className="hover:text-accent hover:underline"
              >
                {task.node}
              </Link>
            </TableCell>
            {several ? (
              <TableCell className="whitespace-nowrap">{names.get(task.clusterId)}</TableCell>
            ) : null}
            <TableCell className="hidden whitespace-nowrap text-muted md:table-cell">{task.user}</TableCell>
            <TableCell>
              <RelativeTime atMs={task.startedAtMs} />
            </TableCell>
            <TableCell className="figure whitespace-nowrap text-right">{taskLength(task)}</TableCell>
            <TableCell className="max-w-0 truncate text-bad" title={task.exitStatus ?? undefined}>
              {taskState(task) === "failed" ? task.exitStatus : null}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

/** A guest by its number leads to its page; anything else is shown as it is. */
function Subject({ task: { clusterId, subject }, scope }: { task: ClusterTaskRow; scope: string | null }) {
  if (!/^\d{3,9}$/.test(subject)) return subject;
  return (
    <Link
      href={withScope(guestAddress(clusterId, Number(subject)), scope)}
      className="hover:text-accent hover:underline"
    >
      {subject}
    </Link>
  );
}
