"use client";

import { cn } from "@/lib/client/class-names";
import { formatShortDuration } from "@/lib/client/format/format-duration";
import { messageOf } from "@/lib/client/http/api-error";
import { useClock } from "@/lib/client/live/use-clock";
import { useLive } from "@/lib/client/live/use-live";

/** Missed for this long, the log is not live any more. */
const STALE_MS = 8_000;

interface LogFreshnessProps {
  /** By this browser's clock. */
  readAtMs: number | null;
  error: Error | null;
}

/** Whether what is shown is what there is. */
export function LogFreshness({ readAtMs, error }: LogFreshnessProps) {
  const { held } = useLive();
  // Only for its ticking: the age is one of this browser's own clock.
  const ticking = useClock();
  if (readAtMs === null || ticking === null) return null;
  const ageMs = Math.max(0, Date.now() - readAtMs);
  if (held) return <span>held; press . to follow</span>;
  const stale = ageMs > STALE_MS;
  return (
    <span
      role={stale ? "status" : undefined}
      title={error ? messageOf(error) : undefined}
      className={cn("inline-flex items-center gap-1.5", stale ? "text-warn" : "text-ok")}
    >
      <span aria-hidden className="size-2 rounded-full bg-current" />
      {stale ? `not read for ${formatShortDuration(ageMs / 1_000)}` : "following"}
    </span>
  );
}
