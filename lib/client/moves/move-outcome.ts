import type { MoveRow } from "@/lib/api/moves";
import { bytesQuantity } from "../format/format-bytes";
import { formatDuration } from "../format/format-duration";
import { quantityText } from "../format/quantity";

export interface OutcomeLine {
  readonly title: string;
  readonly predicted: string | null;
  readonly actual: string | null;
}

/** How long it took from Proxmox VE's start to the end that was verified; null before both. */
export function moveSeconds({ startedAtMs, endedAtMs }: Pick<MoveRow, "startedAtMs" | "endedAtMs">) {
  return startedAtMs === null || endedAtMs === null ? null : (endedAtMs - startedAtMs) / 1_000;
}

/** What was expected of a move beside what came of it. */
export function moveOutcome(move: MoveRow): readonly OutcomeLine[] {
  const { predicted, progress, kind } = move;
  const seconds = moveSeconds(move);
  return [
    {
      title: "Duration",
      predicted: predicted.seconds === undefined ? null : `about ${formatDuration(predicted.seconds)}`,
      actual: seconds === null ? null : formatDuration(seconds),
    },
    {
      title: "Downtime",
      predicted: predicted.downtimeMs === undefined ? null : durationOf(predicted.downtimeMs),
      actual: kind === "live" && progress?.downtimeMs != null ? durationOf(progress.downtimeMs) : null,
    },
    {
      title: "Sent",
      predicted: predicted.bytes === undefined ? null : quantityText(bytesQuantity(predicted.bytes)),
      actual: sentBytes(move) === null ? null : quantityText(bytesQuantity(sentBytes(move))),
    },
  ];
}

/** Bytes of memory and disks that Proxmox VE reported as sent. */
function sentBytes({ progress }: MoveRow): number | null {
  if (progress === null) return null;
  const parts = [...progress.disks, ...(progress.memory ? [progress.memory] : [])];
  return parts.length === 0 ? null : parts.reduce((sum, { doneBytes }) => sum + doneBytes, 0);
}

function durationOf(milliseconds: number): string {
  return milliseconds > 0 && milliseconds < 1 ? "below 1 ms" : formatDuration(milliseconds / 1_000);
}
