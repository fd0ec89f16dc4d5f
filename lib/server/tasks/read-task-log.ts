import "server-only";
import type { TaskLog } from "@/lib/api/tasks";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { openCluster } from "@/lib/server/moves/open-cluster";
import { LINES_AT_ONCE, readTaskLog as readLines, readTaskEnd } from "@/lib/server/moves/pve/task";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { parseUpid } from "@/lib/server/proxmox/upid";

interface TaskLogQuestion {
  readonly clusterId: string;
  readonly upid: string;
  readonly start: number;
}

/**
 * What a task of Proxmox VE wrote, from line `start` on, and how it ended. The end is asked first: whatever is read after it
 * is the whole log.
 *
 * @throws AppError invalid_input for what is no task's name, upstream_unavailable with Proxmox VE's sentence
 */
export async function readTaskLog(
  _viewer: Viewer,
  { clusterId, upid, start }: TaskLogQuestion,
): Promise<TaskLog> {
  const task = parseUpid(upid);
  if (!task) {
    throw new AppError("invalid_input", "That is not the name of a task.", [
      { path: "upid", message: "must be a UPID of Proxmox VE" },
    ]);
  }
  const { transport } = await openCluster(clusterId);
  try {
    const exitStatus = await readTaskEnd(transport, upid);
    const lines = [...(await readLines(transport, upid, start))];
    const { node, type, subject, user, startedAtMs } = task;
    const complete = exitStatus !== null && lines.length < LINES_AT_ONCE;
    return { upid, node, type, subject, user, startedAtMs, start, lines, exitStatus, complete };
  } catch (error) {
    if (error instanceof PveError) throw new AppError("upstream_unavailable", error.message);
    throw error;
  }
}
