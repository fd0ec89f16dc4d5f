"use client";

import { useRef } from "react";
import type { MoveRow } from "@/lib/api/moves";
import { cn } from "@/lib/client/class-names";
import { formatBytes, formatBytesOf } from "@/lib/client/format/format-bytes";
import { formatRate } from "@/lib/client/format/format-rate";
import { type MoveBar, moveBars, overallFraction, steadyBars } from "@/lib/client/moves/move-bars";

/** What is copied, one bar each; a bar never goes back while it is looked at. */
export function MoveBars({ move }: { move: MoveRow }) {
  const bars = useSteadyBars(move);
  if (bars.length === 0) return null;
  return (
    <ul aria-label="What is copied" className="flex flex-col gap-1">
      {bars.map((bar) => (
        <li
          key={bar.key}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 text-sm sm:grid-cols-[6rem_minmax(0,1fr)_19rem]"
        >
          <span className="truncate text-muted" title={bar.title}>
            {bar.title}
          </span>
          <span className="figure justify-self-end whitespace-nowrap sm:order-last sm:justify-self-start">
            {amountOf(bar)}
            {bar.ready ? <span className="text-ok"> ready</span> : null}
            {bar.bytesPerSecond === null || bar.ready ? null : (
              <span className="text-muted"> · {formatRate(bar.bytesPerSecond)}</span>
            )}
          </span>
          <span className="col-span-2 sm:col-span-1">
            <ProgressBar fraction={bar.fraction} kind={bar.kind} label={`${bar.title} copied`} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** All that is copied as one bar. */
export function MoveBarOverall({ move }: { move: MoveRow }) {
  const bars = useSteadyBars(move);
  const kind = bars.some((bar) => bar.kind === "mem") ? "mem" : "disk";
  return <ProgressBar fraction={overallFraction(bars)} kind={kind} label="Copied" />;
}

/** The share of everything that is copied, as it is shown: it never goes back. */
export function useOverallFraction(move: MoveRow): number | null {
  return overallFraction(useSteadyBars(move));
}

interface ProgressBarProps {
  fraction: number | null;
  kind: MoveBar["kind"] | "plan";
  label: string;
}

const FILL = { mem: "bg-mem", disk: "bg-disk", plan: "bg-ok" } as const;

export function ProgressBar({ fraction, kind, label }: ProgressBarProps) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(fraction === null ? {} : { "aria-valuenow": Math.floor(fraction * 100) })}
      className="relative block h-1.5 overflow-hidden rounded-full bg-line"
    >
      <span
        className={cn(
          "absolute inset-0 origin-left rounded-full transition-transform duration-180",
          FILL[kind],
        )}
        style={{ transform: `scaleX(${fraction ?? 0})` }}
      />
    </span>
  );
}

function useSteadyBars(move: MoveRow): readonly MoveBar[] {
  const shown = useRef({ moveId: move.id, shares: new Map<string, number>() });
  if (shown.current.moveId !== move.id) shown.current = { moveId: move.id, shares: new Map() };
  return steadyBars(moveBars(move), shown.current.shares);
}

/** Memory may be sent more than once, so what was sent can be more than there is. */
function amountOf({ doneBytes, totalBytes }: MoveBar): string {
  if (totalBytes === null) return formatBytes(doneBytes);
  if (doneBytes <= totalBytes) return formatBytesOf(doneBytes, totalBytes);
  return `${formatBytesOf(totalBytes, totalBytes)}, ${formatBytes(doneBytes)} sent`;
}
