import type { MoveRow } from "@/lib/api/moves";
import { formatDuration } from "../format/format-duration";
import { formatRate } from "../format/format-rate";

/** What is worth knowing about a move under way beside its bars, one short phrase each. */
export function moveNotes({ progress, kind, cancelRequestedBy }: MoveRow): readonly string[] {
  if (progress === null) return [];
  const { memory, downtimeRaised, downtimeMs, downtimeLimitMs, byHa } = progress;
  const dirty = memory?.dirtyBytesPerSecond ?? null;
  return [
    ...(byHa ? ["carried out by high availability"] : []),
    ...(kind === "restart" && progress.phase !== "ended" ? ["stands still until it has started again"] : []),
    ...(dirty !== null && dirty > 0 ? [`the guest writes ${formatRate(dirty)} meanwhile`] : []),
    ...(downtimeRaised > 0 && downtimeLimitMs !== null
      ? [
          `throttled: it writes faster than is sent, so the permitted downtime was raised ${timesOf(downtimeRaised)}, to ${formatDuration(downtimeLimitMs / 1_000)}`,
        ]
      : []),
    ...(downtimeMs !== null && kind === "live"
      ? [`downtime ${downtimeMs === 0 ? "below 1 ms" : formatDuration(downtimeMs / 1_000)}`]
      : []),
    ...(cancelRequestedBy === null ? [] : [`${cancelRequestedBy} asked to stop it`]),
  ];
}

function timesOf(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count} times`;
}
