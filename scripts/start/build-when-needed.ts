import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type NodeProgram, startChild } from "@/scripts/start/child-process";
import { takeExclusiveLock } from "@/scripts/start/exclusive-lock";
import { LaunchError } from "@/scripts/start/launch-error";
import { sourceFingerprint } from "@/scripts/start/source-fingerprint";

const POLL_MS = 500;
const STOP_WITHIN_MS = 3_000;

/** What to run and where the result and the mark of its sources are. */
export interface BuildPlan {
  readonly root: string;
  readonly program: NodeProgram;
}

/**
 * Builds the application unless the build of exactly these sources is there. Two starts never build at once: the
 * second waits and finds the work done.
 *
 * @param say told when it begins, because it takes a while
 */
export async function buildWhenNeeded(
  plan: BuildPlan,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const wanted = await sourceFingerprint(plan.root);
  if (await isBuilt(plan.root, wanted)) return;

  const folder = path.join(plan.root, "node_modules/.cache");
  await mkdir(folder, { recursive: true });
  let waiting = false;
  for (;;) {
    signal.throwIfAborted();
    const lock = await takeExclusiveLock(
      path.join(folder, "evenkeel-build.lock"),
      () => `process ${process.pid}`,
    );
    if (typeof lock !== "string") {
      try {
        if (!(await isBuilt(plan.root, wanted))) await build(plan, wanted, say, signal);
        return;
      } finally {
        await lock.release();
      }
    }
    if (!waiting) say(`Waiting for the build that ${lock} is making...`);
    waiting = true;
    await delay(POLL_MS, undefined, { signal });
  }
}

/** Where the mark of the built sources is kept: beside the build itself, which a new build removes with it. */
function markFile(root: string): string {
  return path.join(root, ".next/evenkeel-sources");
}

async function isBuilt(root: string, wanted: string): Promise<boolean> {
  if (!existsSync(path.join(root, ".next/BUILD_ID"))) return false;
  return (await readFile(markFile(root), "utf8").catch(() => "")) === wanted;
}

async function build(
  { root, program }: BuildPlan,
  wanted: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  say("Building, about a minute...");
  await rm(markFile(root), { force: true });
  const child = startChild(program, () => undefined);
  const stop = () => void child.stop(STOP_WITHIN_MS);
  signal.addEventListener("abort", stop, { once: true });
  const { code } = await child.ended;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0) throw explain(child.lastLines(), code);
  await writeFile(markFile(root), wanted);
}

function explain(lines: readonly string[], code: number | null): LaunchError {
  const output = lines.join("\n");
  if (/ENOSPC|No space left/.test(output))
    return new LaunchError("disk-full", "The disk is full: the build stopped.");
  if (code === null) {
    return new LaunchError("build", "The build was ended from outside; it needs about 2 GB of memory.");
  }
  return new LaunchError("build", `The build failed:\n${output}`);
}
