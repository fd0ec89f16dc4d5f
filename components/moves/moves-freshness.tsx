"use client";

import { Radio, TriangleAlert } from "lucide-react";
import { formatShortDuration } from "@/lib/client/format/format-duration";
import { messageOf } from "@/lib/client/http/api-error";
import { useClock } from "@/lib/client/live/use-clock";

const STALE_AFTER_SECONDS = 10;

interface MovesFreshnessProps {
  /** By this browser's clock; null before the first answer. */
  askedAtMs: number | null;
  error: Error | undefined;
}

/** How old the moves are that are shown, and why they are not newer. */
export function MovesFreshness({ askedAtMs, error }: MovesFreshnessProps) {
  // Ticks; the moment itself is this browser's.
  const ticking = useClock();
  if (ticking === null || askedAtMs === null) return null;
  const seconds = Math.max(0, (Date.now() - askedAtMs) / 1_000);
  const isStale = seconds > STALE_AFTER_SECONDS;
  const Icon = isStale ? TriangleAlert : Radio;
  return (
    <p className="flex items-center gap-1.5 text-muted text-sm">
      <Icon aria-hidden className={isStale ? "size-3.5 text-warn" : "size-3.5 text-ok"} />
      <span>
        {isStale ? "not read for " : "read "}
        <span className="figure">{formatShortDuration(seconds)}</span>
        {isStale ? "" : " ago"}
        {isStale && error ? `: ${messageOf(error)}` : ""}
      </span>
    </p>
  );
}
