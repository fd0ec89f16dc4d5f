import "server-only";
import { spawnSync } from "node:child_process";
import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PostgresError } from "@/lib/server/db/embedded/postgres-error";

const POLL_MS = 50;
const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/**
 * Ends a PostgreSQL that an earlier, killed start left running on `directory`, and removes a `postmaster.pid`
 * whose number now belongs to another program. The caller holds the data directory's lock, so whatever runs
 * there is nobody's.
 */
export async function endOrphanedPostgres(directory: string): Promise<void> {
  const pidFile = path.join(directory, "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;

  if (!isAlive(pid) || !(await isPostgresOf(pid, directory))) return rm(pidFile, { force: true });
  if (await endProcess(pid, "SIGINT", FAST_SHUTDOWN_MS)) return;
  if (await endProcess(pid, "SIGQUIT", IMMEDIATE_SHUTDOWN_MS)) return;
  throw new PostgresError(
    "failed",
    `PostgreSQL of an earlier start (process ${pid}) still runs on ${directory} and does not end.`,
  );
}

async function endProcess(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  process.kill(pid, signal);
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await delay(POLL_MS);
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** PostgreSQL's working directory is its data directory; where that cannot be read, its command line names it. */
async function isPostgresOf(pid: number, directory: string): Promise<boolean> {
  const real = await realpath(directory);
  const working = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (working !== null) return working === real;
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
  return stdout?.includes("postgres") === true && stdout.includes(directory);
}
