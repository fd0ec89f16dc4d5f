"use client";

import { ListChecks } from "lucide-react";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/values/states";
import { type ClusterTaskRow, clusterTaskList } from "@/lib/api/tasks";
import { countOf } from "@/lib/client/format/format-count";
import { tasksAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { TaskSheet } from "./task-sheet";
import { TaskTable } from "./task-table";

const MOST = "500";
const REFRESH_MS = 5_000;

/** The clusters' tasks; one of them opens beside the list with its log. */
export function TaskLogs() {
  const [parameters, change] = useSearchState();
  const [text, setText] = useSearchText("text");
  const scope = useScope();
  const state = parameters.get("state");
  const only = scope.ids?.size === 1 ? ([...scope.ids][0] ?? null) : null;
  const { data, error } = useApi(
    tasksAddress({ limit: MOST, text: parameters.get("text"), state, cluster: only }),
    clusterTaskList,
    { refreshInterval: REFRESH_MS },
  );
  const tasks = (data?.data ?? []).filter(({ clusterId }) => scope.has(clusterId));
  const filtered = text !== "" || state !== null;
  const open = { clusterId: parameters.get("of"), upid: parameters.get("task") };

  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <SearchField
          label="Search tasks"
          placeholder="Type, guest, node, user or error"
          className="w-72 max-w-full"
          value={text}
          onSearch={setText}
        />
        <Select
          aria-label="State"
          className="w-44"
          value={state ?? ""}
          onChange={(event) => change({ state: event.target.value || null })}
        >
          <option value="">Every state</option>
          <option value="running">Running</option>
          <option value="failed">Failed</option>
          <option value="done">Done</option>
        </Select>
        {data ? <span className="ml-auto text-muted text-sm">{countOf(tasks.length, "task")}</span> : null}
      </div>
      <div className="panel min-w-0">
        <TaskList tasks={data ? tasks : null} error={error} filtered={filtered} />
      </div>
      <TaskSheet
        clusterId={open.clusterId}
        upid={open.upid}
        onClose={() => change({ of: null, task: null }, "push")}
      />
    </>
  );
}

interface TaskListProps {
  /** Null until the first answer. */
  tasks: readonly ClusterTaskRow[] | null;
  error: Error | undefined;
  filtered: boolean;
}

function TaskList({ tasks, error, filtered }: TaskListProps) {
  const [, change] = useSearchState();
  if (tasks === null) {
    return error ? (
      <ErrorState title="The tasks could not be read">{messageOf(error)}</ErrorState>
    ) : (
      <Skeleton className="m-4 h-40" />
    );
  }
  return (
    <>
      {error ? (
        <p role="status" className="border-line border-b px-4 py-2 text-sm text-warn">
          The tasks are not read just now: {messageOf(error)}
        </p>
      ) : null}
      {tasks.length === 0 ? (
        <EmptyState Icon={ListChecks} title={filtered ? "No task is like that" : "No task of late"}>
          {filtered
            ? "Search for less, or choose every state."
            : "Starts, stops, moves, backups and whatever else Proxmox VE does appear here."}
        </EmptyState>
      ) : (
        <TaskTable
          tasks={tasks}
          onOpen={({ clusterId, upid }) => change({ of: clusterId, task: upid }, "push")}
        />
      )}
    </>
  );
}
