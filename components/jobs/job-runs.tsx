"use client";

import { CalendarClock } from "lucide-react";
import Link from "next/link";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { RelativeTime } from "@/components/values/relative-time";
import { EmptyState } from "@/components/values/states";
import type { JobFunctionRow, JobRunRow } from "@/lib/api/jobs";
import { jobRunAddress } from "@/lib/client/addresses";
import { formatDuration } from "@/lib/client/format/format-duration";
import { RunStatus } from "./run-status";

interface JobRunsProps {
  runs: readonly JobRunRow[];
  functions: readonly JobFunctionRow[];
  loading: boolean;
}

export function JobRuns({ runs, functions, loading }: JobRunsProps) {
  if (loading) return <Skeleton className="m-4 h-40" />;
  if (runs.length === 0) {
    return (
      <EmptyState Icon={CalendarClock} title="No such run">
        Runs appear here as they start; choose another status or job to see others.
      </EmptyState>
    );
  }
  const names = new Map(functions.map(({ id, name }) => [id, name]));
  return (
    <Table label="Runs">
      <thead>
        <tr>
          <TableHead className="pl-4">Status</TableHead>
          <TableHead>Job</TableHead>
          <TableHead>Queued</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="text-right">Attempt</TableHead>
          <TableHead className="w-full">Error</TableHead>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <TableRow key={run.id}>
            <TableCell className="pl-4">
              <RunStatus status={run.status} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Link href={jobRunAddress(run.id)} className="font-medium hover:text-accent hover:underline">
                {names.get(run.functionId) ?? run.functionId}
              </Link>
            </TableCell>
            <TableCell>
              <RelativeTime atMs={run.queuedAtMs} />
            </TableCell>
            <TableCell className="figure whitespace-nowrap text-right">
              {lengthOf(run) ?? <Missing reason="Not finished" />}
            </TableCell>
            <TableCell className="figure text-right">{run.attempt + 1}</TableCell>
            <TableCell className="max-w-0 truncate text-bad" title={run.error ?? undefined}>
              {run.error}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function lengthOf({ startedAtMs, endedAtMs }: JobRunRow): string | null {
  if (startedAtMs === null || endedAtMs === null) return null;
  return formatDuration((endedAtMs - startedAtMs) / 1_000);
}
