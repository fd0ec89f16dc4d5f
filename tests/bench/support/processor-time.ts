import { readdir, readFile } from "node:fs/promises";

/** Linux counts in hundredths of a second for every program, whatever the kernel's own timer does. */
const MS_PER_TICK = 10;

/**
 * CPU time that a process has used, in milliseconds; with all processes below it, when asked, those included that have
 * ended. Linux only; 0 elsewhere.
 */
export async function readProcessorMs(pid: number, withDescendants = false): Promise<number> {
  if (!withDescendants) return ((await readStat(pid))?.ticks ?? 0) * MS_PER_TICK;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = (await Promise.all(pids.map(readStat))).flatMap((stat) => stat ?? []);
  const ticksBelow = (one: number): number =>
    stats
      .filter(({ parent }) => parent === one)
      .reduce((sum, child) => sum + child.ticks + child.endedTicks + ticksBelow(child.pid), 0);
  const own = stats.find((stat) => stat.pid === pid);
  return ((own?.ticks ?? 0) + (own?.endedTicks ?? 0) + ticksBelow(pid)) * MS_PER_TICK;
}

async function readStat(pid: number) {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    // The program's name may hold blanks; what counts comes after it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const field = (index: number) => Number(fields[index]);
    return { pid, parent: field(1), ticks: field(11) + field(12), endedTicks: field(13) + field(14) };
  } catch {
    return null;
  }
}
