"use client";

import { CalendarClock } from "lucide-react";
import { z } from "zod";
import { Select } from "@/components/ui/select";
import { PageHeading } from "@/components/values/page-heading";
import { Panel } from "@/components/values/panel";
import { EmptyState, ErrorState } from "@/components/values/states";
import {
  type JobFunctionRow,
  type JobRunRow,
  jobFunctionRow,
  jobRunnerState,
  jobRunRow,
  jobRunStatus,
} from "@/lib/api/jobs";
import { JOB_FUNCTIONS_ADDRESS, JOB_RUNNER_ADDRESS, jobRunsAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { JobFunctions } from "./job-functions";
import { JobRuns } from "./job-runs";

const functionList = z.array(jobFunctionRow);
const runList = z.array(jobRunRow);
const REFRESH_MS = 3_000;

interface JobsPageProps {
  initialFunctions: readonly JobFunctionRow[];
  initialRuns: readonly JobRunRow[];
  initialRunner: z.infer<typeof jobRunnerState>;
}

/** What runs in the background: every job, when it ran, when it runs next, and each run. */
export function JobsPage({ initialFunctions, initialRuns, initialRunner }: JobsPageProps) {
  const [parameters, change] = useSearchState();
  const functionId = parameters.get("job");
  const status = parameters.get("status");
  const plain = functionId === null && status === null;

  const functions = useApi(JOB_FUNCTIONS_ADDRESS, functionList, {
    refreshInterval: REFRESH_MS,
    fallbackData: { data: [...initialFunctions], meta: undefined },
  });
  const runner = useApi(JOB_RUNNER_ADDRESS, jobRunnerState, {
    refreshInterval: REFRESH_MS,
    fallbackData: { data: initialRunner, meta: undefined },
  });
  const runs = useApi(jobRunsAddress({ functionId, status, limit: "50" }), runList, {
    refreshInterval: REFRESH_MS,
    ...(plain ? { fallbackData: { data: [...initialRuns], meta: undefined } } : {}),
  });
  const rows = functions.data?.data ?? [];
  const state = runner.data?.data ?? initialRunner;

  return (
    <>
      <PageHeading title="Jobs" description={runnerText(state)} />
      {functions.error ? (
        <ErrorState title="The jobs could not be read">{messageOf(functions.error)}</ErrorState>
      ) : null}
      <div className="flex flex-col gap-3">
        <Panel title="Functions" bodyClassName="p-0">
          <JobFunctions
            functions={rows}
            chosen={functionId}
            onChoose={(id) => change({ job: id === functionId ? null : id })}
          />
        </Panel>
        <Panel
          title={
            functionId ? `Runs of ${rows.find(({ id }) => id === functionId)?.name ?? functionId}` : "Runs"
          }
          aside={
            <div className="flex items-center gap-2 py-0.5">
              <span aria-hidden className="text-muted">
                Status
              </span>
              <Select
                aria-label="Status"
                className="w-36"
                value={status ?? ""}
                onChange={(event) => change({ status: event.target.value || null })}
              >
                <option value="">All</option>
                {jobRunStatus.options.map((option) => (
                  <option key={option}>{option}</option>
                ))}
              </Select>
            </div>
          }
          bodyClassName="p-0"
        >
          {runs.error ? (
            <ErrorState title="The runs could not be read">{messageOf(runs.error)}</ErrorState>
          ) : null}
          {state.runner === "server" ? (
            <EmptyState Icon={CalendarClock} title="An Inngest server runs the jobs">
              Their runs are listed there{state.serverUrl ? `, at ${state.serverUrl}` : ""}.
            </EmptyState>
          ) : (
            <JobRuns runs={runs.data?.data ?? []} functions={rows} loading={!runs.data && !runs.error} />
          )}
        </Panel>
      </div>
    </>
  );
}

function runnerText({ runner, workers, queueDepth }: z.infer<typeof jobRunnerState>): string {
  if (runner === "server") return "Run by an Inngest server.";
  const who = workers === null ? "" : `, ${workers} at a time`;
  return `Run by this server${who}${queueDepth === null ? "" : `; ${queueDepth} waiting`}.`;
}
