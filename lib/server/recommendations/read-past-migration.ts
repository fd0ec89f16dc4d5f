import "server-only";
import type { PastMove } from "@/lib/planning/cost/learn-rates";
import { parseSize, readLogLine } from "@/lib/server/moves/log/log-line";
import { NO_PROGRESS, readMigrationLog } from "@/lib/server/moves/log/parse-migration-log";

const TARGET = /^starting migration of VM \d+ to node '([^']+)'/;
const SENT = /^migration completed, transferred (.+) VM-state$/;

/**
 * What the log of a `qmigrate` task tells of the network.
 *
 * @returns null for one that did not arrive, or that copied disks besides the memory
 */
export function readPastMigration(source: string, lines: readonly string[]): PastMove | null {
  const { memory, disks, durationSeconds } = readMigrationLog(NO_PROGRESS, lines);
  const texts = lines.map((line) => readLogLine(line).text);
  const target = firstMatch(texts, TARGET);
  const isOver = texts.some((text) => text.startsWith("migration finished successfully"));
  if (!isOver || target === null || !durationSeconds || disks.length > 0) return null;
  const sent = firstMatch(texts, SENT);
  const bytes = (sent === null ? null : parseSize(sent)) ?? memory?.doneBytes ?? 0;
  return bytes > 0 ? { source, target, bytes, seconds: durationSeconds } : null;
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | null {
  for (const text of texts) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
