import "server-only";
import type { LogEntry } from "@/lib/inventory/cluster-extras";
import type { FieldReader } from "./field-reader";

const LONGEST_MESSAGE = 500;
const INFORMATION = 6;
/** Tasks are read from their own list. */
const ABOUT_A_TASK = /^(starting|end) task UPID:/;

/** Entries out of `/cluster/log`, newest first, without the starts and ends of tasks. */
export function normaliseLog(rows: readonly FieldReader[]): readonly LogEntry[] {
  return rows
    .flatMap((row) => {
      const atMs = row.time("time");
      const message = row.text("msg")?.trim() ?? "";
      if (atMs === null || message === "" || ABOUT_A_TASK.test(message)) return [];
      return [
        {
          atMs,
          node: row.text("node") ?? "",
          user: row.text("user") ?? "",
          tag: row.text("tag") ?? "",
          priority: row.quantity("pri") ?? INFORMATION,
          message: message.slice(0, LONGEST_MESSAGE),
        },
      ];
    })
    .sort((a, b) => b.atMs - a.atMs);
}
