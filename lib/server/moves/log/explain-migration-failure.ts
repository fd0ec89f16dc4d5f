import "server-only";
import type { MoveFailure } from "@/lib/api/moves";
import { FAILURE_TEXTS } from "./failure-texts";
import { readLogLine } from "./log-line";

const GENERIC =
  /^(?:migration (?:aborted|problems|finished with problems)|online migrate failure - aborting|TASK ERROR)/;
const SENT_BY_TARGET = /^\[[\w-]+\] /;

/**
 * Why a migration failed, from PVE's lines: the log of a task, or the one sentence of a refusal. Only lines that can hold a
 * cause are asked: errors, warnings about disks, what the target said, and what is not part of a log.
 */
export function explainMigrationFailure(lines: readonly string[]): MoveFailure {
  const said = lines.map(readLogLine).filter(({ text }) => text.trim() !== "");
  for (const { code, pattern, cause, advice } of FAILURE_TEXTS) {
    for (const { text } of said) {
      const match = canHoldCause(text) ? pattern.exec(text) : null;
      if (match) return { code, cause: cause(match), advice, line: text };
    }
  }
  const own =
    said.find(({ isError, text }) => isError && !GENERIC.test(text)) ??
    said.find(({ text }) => SENT_BY_TARGET.test(text)) ??
    said.find(({ isError }) => isError) ??
    said.at(-1);
  const line = own?.text ?? null;
  return {
    code: "other",
    cause: line === null ? "Proxmox VE gave no reason." : `Proxmox VE says: ${line}`,
    advice: "Look at the log of the task.",
    line,
  };
}

/** Progress and announcements tell of bridges and devices too. */
function canHoldCause(text: string): boolean {
  return (
    !/^(?:start|starting|migration (?:active|speed|downtime|cachesize)|set migration|found local|volume '|use dedicated)/.test(
      text,
    ) || /^start failed/.test(text)
  );
}
