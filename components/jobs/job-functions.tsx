"use client";

import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { RelativeTime } from "@/components/values/relative-time";
import type { JobFunctionRow } from "@/lib/api/jobs";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { RunStatus } from "./run-status";

interface JobFunctionsProps {
  functions: readonly JobFunctionRow[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function JobFunctions({ functions, chosen, onChoose }: JobFunctionsProps) {
  return (
    <Table label="Functions">
      <thead>
        <tr>
          <TableHead className="pl-4">Job</TableHead>
          <TableHead>Runs on</TableHead>
          <TableHead>Next run</TableHead>
          <TableHead>Last run</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="text-right">Last hour</TableHead>
          <TableHead className="text-right">Failed</TableHead>
        </tr>
      </thead>
      <tbody>
        {functions.map((job) => (
          <TableRow key={job.id} className={job.id === chosen ? "bg-hover" : undefined}>
            <TableCell className="whitespace-nowrap pl-4">
              <button
                type="button"
                aria-pressed={job.id === chosen}
                onClick={() => onChoose(job.id)}
                className="font-medium hover:text-accent hover:underline"
              >
                {job.name}
              </button>
            </TableCell>
            <TableCell className="whitespace-nowrap font-mono text-muted">
              {job.triggers.join(", ")}
            </TableCell>
            <TableCell>
              <RelativeTime atMs={job.nextRunAtMs} missing="Runs when its event comes" />
            </TableCell>
            <TableCell>
              {job.lastRun ? (
                <span className="flex items-center gap-2 whitespace-nowrap">
                  <RunStatus status={job.lastRun.status} /> <RelativeTime atMs={job.lastRun.queuedAtMs} />
                </span>
              ) : (
                <Missing reason="Has not run yet" />
              )}
            </TableCell>
            <TableCell className="figure whitespace-nowrap text-right">
              {job.lastRun?.durationMs == null ? (
                <Missing reason="Not finished" />
              ) : (
                formatDuration(job.lastRun.durationMs / 1_000)
              )}
            </TableCell>
            <TableCell className="figure text-right">{job.runsLastHour}</TableCell>
            <TableCell className={cn("figure text-right", job.failuresLastHour > 0 && "text-bad")}>
              {job.failuresLastHour}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
