// One program of `npm test`: its output is shown, at once or when it has ended, and its end is kept for the recap.
import { spawn } from "node:child_process";

const KEPT_LINES = 25;
const CLOSES_WITHIN_MS = 5_000;
const running = new Set();

/** Ends what runs; for Ctrl-C. */
export function stopSteps() {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * @param options.live false: shown in one piece at the end, because another step runs beside it
 * @returns whether it succeeded, and the last lines it printed
 */
export async function runStep({ name, command, args, cwd, env, live }) {
  const startedAt = Date.now();
  const shown = [];
  let last = "";
  const take = (chunk) => {
    last = (last + chunk).split("\n").slice(-KEPT_LINES).join("\n");
    if (live) process.stdout.write(chunk);
    else shown.push(chunk);
  };
  if (live) process.stdout.write(`\n== ${name}\n`);
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], env });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", take);
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      take(`${name}: ${error.message}\n`);
      resolve(1);
    });
    child.on("close", (exitCode) => resolve(exitCode ?? 1));
    // What it left behind may hold its output open.
    child.on("exit", (exitCode) => setTimeout(() => resolve(exitCode ?? 1), CLOSES_WITHIN_MS).unref());
  });
  running.delete(child);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (!live) process.stdout.write(`\n== ${name}\n${shown.join("")}`);
  process.stdout.write(`== ${name}: ${code === 0 ? "ok" : "FAILED"} in ${seconds} s\n`);
  return { ok: code === 0, lastLines: last.trimEnd().split("\n") };
}
