import "server-only";
import { childLog } from "@/lib/server/log";

let isQuiet = false;

/**
 * graphile-worker prints the stack of a worker that gave up past its logger, with `console.trace`. It goes to our log:
 * the same error comes through the logger anyway, and the worker is replaced.
 */
export function quietConsoleTrace(): void {
  if (isQuiet) return;
  isQuiet = true;
  const log = childLog("jobs");
  Object.assign(globalThis.console, {
    trace: (first: unknown, ...rest: readonly unknown[]) =>
      log.debug({ err: first }, `traced ${rest.map(String).join(" ")}`),
  });
}
