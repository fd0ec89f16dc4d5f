"use client";

import Link from "next/link";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { RelativeTime } from "@/components/values/relative-time";
import type { ClusterTaskRow } from "@/lib/api/tasks";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { taskLength, taskState, taskTitle } from "@/lib/client/logs/task-words";
import { useClusters, useGuests } from "@/lib/client/state/initial-rows";
import { usePhone } from "@/lib/client/state/use-phone";
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
  const guests = useGuestNamesOf(tasks);
  const phone = usePhone();
  if (phone) return <TaskCards tasks={tasks} guests={guests} onOpen={onOpen} />;
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
              <Subject task={task} name={guests.get(guestKeyOf(task)) ?? null} scope={scope.text} />
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

interface SubjectProps {
  task: ClusterTaskRow;
  /** Of the guest that it is about; null when it is about something else. */
  name: string | null;
  scope: string | null;
}

/** A guest leads to its page; anything else is shown as it is. */
function Subject({ task: { clusterId, subject }, name, scope }: SubjectProps) {
  if (name === null) return subject;
  return (
    <Link
      href={withScope(guestAddress(clusterId, Number(subject)), scope)}
      className="hover:text-accent hover:underline"
    >
      {subject} <span className="text-muted">{name}</span>
    </Link>
  );
}

interface TaskCardsProps extends TaskTableProps {
  guests: ReadonlyMap<string, string>;
}

/** The same on a phone: two lines each. */
function TaskCards({ tasks, guests, onOpen }: TaskCardsProps) {
  return (
    <ul aria-label="Tasks" className="divide-y divide-line">
      {tasks.map((task) => (
        <li key={`${task.clusterId} ${task.upid}`}>
          <button
            type="button"
            className="flex w-full items-start gap-2 px-3 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
            onClick={() => onOpen(task)}
          >
            <span className="mt-0.5">
              <TaskMark state={taskState(task)} />
            </span>
            <span className="min-w-0 flex-1">
              <span className="font-medium">{taskTitle(task.type) ?? task.type}</span>{" "}
              <span className="figure">{task.subject}</span>{" "}
              <span className="text-muted">{guests.get(guestKeyOf(task))}</span>
              <span className="block text-muted text-sm">
                {task.node} · {task.user}
              </span>
              {taskState(task) === "failed" ? (
                <span className="block break-words text-bad text-sm">{task.exitStatus}</span>
              ) : null}
            </span>
            <span className="whitespace-nowrap text-right text-muted text-sm">
              <RelativeTime atMs={task.startedAtMs} />
              <span className="figure block text-xs">{taskLength(task)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function guestKeyOf({ clusterId, subject }: ClusterTaskRow): string {
  return `${clusterId} ${subject}`;
}

/** Names of the guests that the tasks are about, by cluster and number. */
function useGuestNamesOf(tasks: readonly ClusterTaskRow[]): ReadonlyMap<string, string> {
  const guests = useGuests();
  return useMemo(() => {
    const wanted = new Set(tasks.map(guestKeyOf));
    const named = guests.map(
      ({ clusterId, vmid, name }) => [`${clusterId} ${vmid}`, name ?? "unnamed"] as const,
    );
    return new Map(named.filter(([key]) => wanted.has(key)));
  }, [tasks, guests]);
}
