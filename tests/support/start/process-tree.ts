import { spawnSync } from "node:child_process";

export interface ShownProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process and everything below it. */
export function processTree(pid: number | undefined): readonly ShownProcess[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  const all = stdout.split("\n").flatMap((line) => {
    const [, number, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return number ? [{ pid: Number(number), parent: Number(parent), command }] : [];
  });
  const found = new Set([pid]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const each of all) if (found.has(each.parent)) found.add(each.pid);
  }
  return all.filter((each) => found.has(each.pid));
}

/** Whether that very process is still there; one that only waits to be collected is not. */
export function isRunning({ pid, command }: ShownProcess): boolean {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "stat=,args="], { encoding: "utf8" });
  const [, state, now] = /^(\S+)\s+(.*)$/.exec(stdout.trim()) ?? [];
  return state !== undefined && !state.startsWith("Z") && now === command;
}
