"use client";

import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { RelativeTime } from "@/components/values/relative-time";
import type { AutomationCounts, AutomationRunRow } from "@/lib/api/automation";
import { formatDuration } from "@/lib/client/format/format-duration";
import { formatMinute } from "@/lib/client/format/format-time";
import { usePhone } from "@/lib/client/state/use-phone";
import { RunMark } from "./run-mark";

interface RunTableProps {
  runs: readonly AutomationRunRow[];
  onChoose: (runId: string) => void;
}

export function RunTable({ runs, onChoose }: RunTableProps) {
  const phone = usePhone();
  if (phone) return <RunCards runs={runs} onChoose={onChoose} />;
  return (
    <Table label="Runs">
      <thead>
        <tr>
          <TableHead className="pl-4">Outcome</TableHead>
          <TableHead>Begun</TableHead>
          <TableHead>By</TableHead>
          <TableHead>Kind</TableHead>
          <TableHead className="text-right">Moved</TableHead>
          <TableHead className="text-right">Held back</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="w-full pr-4">What came of it</TableHead>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <TableRow key={run.id}>
            <TableCell className="pl-4">
              <button
                type="button"
                className="min-h-6 font-medium hover:underline"
                onClick={() => onChoose(run.id)}
              >
                <RunMark run={run} />
                <span className="sr-only">, open the run of {formatMinute(run.startedAtMs)}</span>
              </button>
            </TableCell>
            <TableCell>
              <RelativeTime atMs={run.startedAtMs} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {run.trigger === "interval" ? "itself" : run.requestedBy}
            </TableCell>
            <TableCell className="whitespace-nowrap">{run.dryRun ? "dry run" : "real"}</TableCell>
            <TableCell className="figure text-right">
              {run.dryRun ? run.counts.pending : run.counts.done}
            </TableCell>
            <TableCell className="figure text-right">{heldBack(run.counts)}</TableCell>
            <TableCell className="figure whitespace-nowrap text-right">
              {lengthOf(run) ?? <Missing reason="Not ended" />}
            </TableCell>
            <TableCell className="min-w-64 pr-4 text-muted">{run.sentence}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function RunCards({ runs, onChoose }: RunTableProps) {
  return (
    <ul aria-label="Runs" className="divide-y divide-line">
      {runs.map((run) => (
        <li key={run.id}>
          <button
            type="button"
            className="block w-full px-3 py-2.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
            onClick={() => onChoose(run.id)}
          >
            <span className="flex justify-between gap-3">
              <RunMark run={run} />
              <RelativeTime atMs={run.startedAtMs} />
            </span>
            <span className="block text-muted">
              {run.dryRun ? "dry run" : "real run"}, by{" "}
              {run.trigger === "interval" ? "itself" : run.requestedBy}
            </span>
            <span className="block">{run.sentence}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function heldBack({ skipped, filtered, deferred, observing }: AutomationCounts): number {
  return skipped + filtered + deferred + observing;
}

function lengthOf({ startedAtMs, endedAtMs }: AutomationRunRow): string | null {
  return endedAtMs === null ? null : formatDuration((endedAtMs - startedAtMs) / 1_000);
}
