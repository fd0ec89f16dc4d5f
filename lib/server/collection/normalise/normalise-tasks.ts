import "server-only";
import type { Task } from "@/lib/inventory/snapshot";
import { parseUpid } from "@/lib/server/proxmox/upid";
import type { FieldReader } from "./field-reader";

const MOST_TASKS = 400;

/** Tasks from `/cluster/tasks` or a node's list, newest first; the UPID itself tells what the row leaves out. */
export function normaliseTasks(rows: readonly FieldReader[], most = MOST_TASKS): readonly Task[] {
  const tasks = new Map<string, Task>();
  for (const row of rows) {
    const task = readTask(row);
    // A task that just ended may be listed twice, still running and done.
    if (task && (tasks.get(task.upid)?.endedAtMs ?? null) === null) tasks.set(task.upid, task);
  }
  const sorted = [...tasks.values()].sort(
    (a, b) => b.startedAtMs - a.startedAtMs || (a.upid < b.upid ? 1 : -1),
  );
  const running = sorted.filter(({ endedAtMs }) => endedAtMs === null);
  return sorted.length <= most ? sorted : [...new Set([...running, ...sorted])].slice(0, most);
}

function readTask(row: FieldReader): Task | null {
  const text = row.text("upid");
  const upid = text === null ? null : parseUpid(text);
  if (text === null || upid === null) return row.problem("upid", "it is not a UPID");
  const tokenId = row.text("tokenid");
  const user = row.text("user") ?? upid.user;
  const status = row.text("status");
  const endedAtMs = row.time("endtime");
  const isRunning = endedAtMs === null && (status === null || status.toUpperCase() === "RUNNING");
  return {
    upid: text,
    node: row.text("node") ?? upid.node,
    type: row.text("type") ?? upid.type,
    subject: row.text("id") ?? upid.subject,
    user: tokenId !== null && !user.includes("!") ? `${user}!${tokenId}` : user,
    startedAtMs: row.time("starttime") ?? upid.startedAtMs,
    endedAtMs: isRunning ? null : (endedAtMs ?? upid.startedAtMs),
    exitStatus: isRunning ? null : status,
  };
}
