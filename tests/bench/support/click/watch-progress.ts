import type { TestSimulator } from "@/tests/support/simulator";

const LOOK_EVERY_MS = 20;
const LONGEST_MS = 120_000;

export interface WatchedMove {
  readonly simulator: TestSimulator;
  readonly moveId: string;
  readonly upid: string;
}

/** For every line of a task's log, the milliseconds from when PVE had it until the move's stored progress knew it. */
export async function watchProgress({ simulator, moveId, upid }: WatchedMove): Promise<readonly number[]> {
  const { pool } = await import("@/lib/server/db/pool");
  const task = simulator.tasks().find((one) => one.upid === upid);
  if (!task) throw new Error(`the cluster has no task ${upid}`);
  const seenAt: number[] = [];
  const lags: number[] = [];
  const endMs = performance.now() + LONGEST_MS;
  while (performance.now() < endMs) {
    while (seenAt.length < task.log.length) seenAt.push(performance.now());
    const { rows } = await pool().query<{ log_lines: number }>("SELECT log_lines FROM move WHERE id = $1", [
      moveId,
    ]);
    const known = Math.min(rows[0]?.log_lines ?? 0, seenAt.length);
    while (lags.length < known) lags.push(Math.round(performance.now() - (seenAt[lags.length] ?? 0)));
    if (task.endedAt !== null && lags.length >= task.log.length) return lags;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`of ${task.log.length} lines, ${lags.length} became known`);
}
