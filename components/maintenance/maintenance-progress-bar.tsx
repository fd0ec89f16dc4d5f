import { ProgressBar } from "@/components/moves/move-bars";
import type { MaintenanceRow } from "@/lib/api/maintenance";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { evacuationProgress, type Settled } from "@/lib/client/maintenance/maintenance-progress";

interface MaintenanceProgressBarProps {
  row: MaintenanceRow;
  /** Of the way home; null where guests do not go home now. */
  home?: Settled | null;
}

/** How many guests are through, and how long the rest is going to take. */
export function MaintenanceProgressBar({ row, home = null }: MaintenanceProgressBarProps) {
  const { done, total } = home ?? evacuationProgress(row);
  const { secondsLeft, wavesLeft } = row;
  if (total === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar
        fraction={done / total}
        kind="plan"
        label={home ? `Guests of ${row.node} at home` : `Guests of ${row.node} settled`}
      />
      <p className="flex flex-wrap justify-between gap-x-4 text-muted text-sm">
        <span>
          <span className="figure text-fg">{done}</span> of {countOf(total, "guest")}{" "}
          {home ? "at home" : "settled"}
        </span>
        {secondsLeft === null ? null : (
          <span>
            about <span className="figure text-fg">{formatDuration(secondsLeft)}</span> left
            {wavesLeft === null ? "" : ` in ${countOf(wavesLeft, "wave")}`}
          </span>
        )}
      </p>
    </div>
  );
}
