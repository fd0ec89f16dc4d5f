import { setTimeout as delay } from "node:timers/promises";
import { type NodeProgram, type RunningChild, startChild } from "@/scripts/start/child-process";
import { LaunchError } from "@/scripts/start/launch-error";

const ANSWERS_WITHIN_MS = 90_000;
const POLL_MS = 100;
/** Longer than what the application itself gives to what is under way. */
const STOP_WITHIN_MS = 7_000;

/**
 * Starts the application and waits until it answers over HTTP.
 *
 * @param onLine called with every line of its log; what it greets with before it is ready is left out
 */
export async function startApplication(options: {
  readonly program: NodeProgram;
  readonly address: string;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<RunningChild> {
  let ready = false;
  const child = startChild(options.program, (line) => {
    if (ready || line.startsWith("{")) options.onLine(line);
  });
  const gone = new AbortController();
  void child.ended.then(() => gone.abort());
  try {
    await waitForAnswer(options.address, AbortSignal.any([options.signal, gone.signal]));
    ready = true;
    return child;
  } catch (cause) {
    await child.stop(STOP_WITHIN_MS);
    options.signal.throwIfAborted();
    throw explain(child.lastLines().join("\n"), cause);
  }
}

/** Stops the application in order; it is killed if it has not ended by itself within {@link STOP_WITHIN_MS}. */
export function stopApplication(child: RunningChild): Promise<void> {
  return child.stop(STOP_WITHIN_MS);
}

async function waitForAnswer(address: string, signal: AbortSignal): Promise<void> {
  const until = Date.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      // Any answer will do: that some cluster is unhealthy is nothing to refuse a start for.
      const answer = await fetch(`${address}/api/health`, { signal, redirect: "manual" });
      await answer.body?.cancel();
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (Date.now() > until) throw error;
    }
    await delay(POLL_MS, undefined, { signal });
  }
}

function explain(output: string, cause: unknown): LaunchError {
  if (output.includes("EADDRINUSE")) {
    return new LaunchError("port-in-use", "The port was taken by another program while Evenkeel started.", {
      cause,
    });
  }
  return new LaunchError("child-ended", `The application did not start:\n${output}`, { cause });
}
