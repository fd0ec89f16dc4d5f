import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/values/relative-time";
import type { AutomationRunRow } from "@/lib/api/automation";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { RunMark } from "./run-mark";

interface RunSummaryProps {
  run: AutomationRunRow;
  /** Leads to the newest run; null where this is it. */
  onNewest: (() => void) | null;
}

/** What came of a run, in a word, a sentence and a few figures. */
export function RunSummary({ run, onNewest }: RunSummaryProps) {
  const who = run.trigger === "interval" ? "by itself" : `started by ${run.requestedBy}`;
  return (
    <section
      aria-label="Run"
      className="panel flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3"
    >
      <div className="min-w-0 flex-1 basis-80" role="status">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            <RunMark run={run} />
          </span>
          <Badge tone={run.dryRun ? "neutral" : "accent"}>{run.dryRun ? "dry run" : "real run"}</Badge>
          <span className="text-muted text-sm">
            {who}, <RelativeTime atMs={run.startedAtMs} />
            {run.endedAtMs === null
              ? ""
              : `, took ${formatDuration((run.endedAtMs - run.startedAtMs) / 1_000)}`}
            {run.rounds > 1 ? `, decided ${countOf(run.rounds, "time")}` : ""}
          </span>
        </p>
        <p className="mt-0.5 text-pretty">{run.sentence}</p>
      </div>
      <div className="flex items-center gap-4">
        {run.healthBefore === null ? null : (
          <p className="text-muted text-sm">
            Health <span className="figure text-fg">{run.healthBefore.toFixed(1)}</span>
            {run.healthAfter === null || run.healthAfter.toFixed(1) === run.healthBefore.toFixed(1) ? null : (
              <>
                {" → "}
                <span className="figure text-fg">{run.healthAfter.toFixed(1)}</span>
              </>
            )}
          </p>
        )}
        {onNewest === null ? null : (
          <Button size="small" onClick={onNewest}>
            Show the newest
          </Button>
        )}
      </div>
    </section>
  );
}
