"use client";

import { formatExact, formatRelative } from "@/lib/client/format/format-time";
import { useClock } from "@/lib/client/live/use-clock";
import { Missing } from "./figure";

interface RelativeTimeProps {
  atMs: number | null;
  /** What it means when there is no time. */
  missing?: string;
}

/** A moment as its distance from now, with the exact time on hover. */
export function RelativeTime({ atMs, missing = "Never" }: RelativeTimeProps) {
  const nowMs = useClock();
  if (atMs === null) return <Missing reason={missing} />;
  return (
    // The zone of the reader is not known to the server, so the exact time may differ there.
    <time
      suppressHydrationWarning
      dateTime={new Date(atMs).toISOString()}
      title={formatExact(atMs)}
      className="figure whitespace-nowrap"
    >
      {nowMs === null ? <span className="invisible">just now</span> : formatRelative(atMs, nowMs)}
    </time>
  );
}
