"use client";

import Link from "next/link";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import { type JobRunDetail, jobRunDetail } from "@/lib/api/jobs";
import { formatDuration } from "@/lib/client/format/format-duration";
import { jobRunDetailAddress } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";
import { RunStatus } from "./run-status";

const RUNNING = new Set(["queued", "running", "sleeping"]);

/** One run of a job: its steps in order, what came in and what came out. */
export function JobRunPage({ initial, name }: { initial: JobRunDetail; name: string }) {
  const { data } = useApi(jobRunDetailAddress(initial.run.id), jobRunDetail, {
    refreshInterval: (answer) => (answer && !RUNNING.has(answer.data.run.status) ? 0 : 2_000),
    fallbackData: { data: initial, meta: undefined },
  });
  const { run, steps, event, output } = data?.data ?? initial;

  return (
    <>
      <nav aria-label="Where this is" className="text-muted text-sm">
        <Link href="/jobs" className="hover:text-fg hover:underline">
          Jobs
        </Link>{" "}
        / {name}
      </nav>
      <div className="mb-3 flex flex-wrap items-center gap-x-3">
        <h1 className="font-semibold text-xl">{name}</h1>
        <RunStatus status={run.status} />
        <span className="text-muted">
          <RelativeTime atMs={run.queuedAtMs} />, attempt {run.attempt + 1}, {tookText(run)}
        </span>
      </div>
      {run.error ? (
        <p
          role="alert"
          className="panel mb-3 whitespace-pre-wrap break-words border-bad p-4 font-mono text-sm"
        >
          {run.error}
        </p>
      ) : null}
      <div className="flex flex-col gap-3">
        <Panel title="Steps" bodyClassName="p-0">
          {steps.length === 0 ? (
            <p className="p-4 text-muted">No step has finished.</p>
          ) : (
            <Steps steps={steps} />
          )}
        </Panel>
        <div className="grid items-start gap-3 lg:grid-cols-2">
          <Panel title={`Event ${run.eventName}`} bodyClassName="p-0">
            <Json label="Event" value={event} />
          </Panel>
          <Panel title="Result" bodyClassName="p-0">
            <Json label="Result" value={output} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Steps({ steps }: { steps: JobRunDetail["steps"] }) {
  return (
    <Table label="Steps">
      <thead>
        <tr>
          <TableHead className="pl-4">Step</TableHead>
          <TableHead>Kind</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="text-right">Attempt</TableHead>
          <TableHead>Started</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="w-full">Error</TableHead>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <TableRow key={step.name}>
            <TableCell className="whitespace-nowrap pl-4 font-medium">{step.name}</TableCell>
            <TableCell className="font-mono text-muted">{step.op}</TableCell>
            <TableCell>{step.status}</TableCell>
            <TableCell className="figure text-right">{step.attempt + 1}</TableCell>
            <TableCell>
              <RelativeTime atMs={step.startedAtMs} missing="Not started" />
            </TableCell>
            <TableCell className="figure whitespace-nowrap text-right">
              {step.startedAtMs === null || step.endedAtMs === null ? (
                <Missing reason="Not finished" />
              ) : (
                formatDuration((step.endedAtMs - step.startedAtMs) / 1_000)
              )}
            </TableCell>
            <TableCell className="max-w-0 truncate text-bad" title={step.error ?? undefined}>
              {step.error}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function Json({ label, value }: { label: string; value: unknown }) {
  if (value === null || value === undefined) return <p className="p-4 text-muted">None.</p>;
  return (
    <ScrollRegion aria-label={label} className="max-h-96 overflow-auto">
      <pre className="p-4 font-mono text-xs">{JSON.stringify(value, null, 2)}</pre>
    </ScrollRegion>
  );
}

function tookText({ startedAtMs, endedAtMs }: JobRunDetail["run"]): string {
  if (startedAtMs === null) return "not started";
  if (endedAtMs === null) return "still going";
  return `took ${formatDuration((endedAtMs - startedAtMs) / 1_000)}`;
}
