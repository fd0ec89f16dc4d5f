"use client";

import { ViewSwitch } from "@/components/ui/view-switch";
import { PageHeading } from "@/components/values/page-heading";
import type { LogLevel } from "@/lib/api/logs";
import type { LogLines } from "@/lib/client/logs/log-lines";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { ProgramLog } from "./program-log";
import { TaskLogs } from "./task-logs";

const NOTHING_CHOSEN = { text: null, level: null, component: null, state: null, task: null, of: null };

interface LogsPageProps {
  writtenLevel: LogLevel | "silent";
  initial: LogLines | null;
}

/** What Evenkeel itself writes about its work, and what tasks of Proxmox VE wrote. */
export function LogsPage({ writtenLevel, initial }: LogsPageProps) {
  const [parameters, change] = useSearchState();
  const isTasks = parameters.get("view") === "tasks";
  return (
    <>
      <PageHeading
        title="Logs"
        description={
          isTasks
            ? "Tasks of Proxmox VE, as far back as the clusters tell; each with its log."
            : "What Evenkeel writes about its own work."
        }
        actions={
          <ViewSwitch
            label="Which log"
            value={isTasks ? "tasks" : "program"}
            options={[
              { value: "program", title: "Evenkeel" },
              { value: "tasks", title: "Tasks" },
            ]}
            onChange={(view) => change({ ...NOTHING_CHOSEN, view: view === "tasks" ? "tasks" : null })}
          />
        }
      />
      {isTasks ? <TaskLogs /> : <ProgramLog writtenLevel={writtenLevel} initial={initial} />}
    </>
  );
}
