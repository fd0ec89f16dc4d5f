import "server-only";
import { PveError } from "./pve-error";

interface Deadline {
  readonly timeoutMs: number;
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly endpoint: string;
  readonly path: string;
}

/** Runs one exchange with an end: after the time, or when any of the signals says so, it is a `timeout`. */
export async function withDeadline<Result>(
  { timeoutMs, signals, endpoint, path }: Deadline,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const startedAt = performance.now();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  for (const signal of signals) {
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
  }
  try {
    return await run(controller.signal);
  } catch (error) {
    // A refused certificate stays what it is, even when it arrives together with the deadline.
    const isOwnError = error instanceof PveError && !error.sent;
    if (!controller.signal.aborted || isOwnError) throw attempted(error);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    throw new PveError("timeout", `${endpoint} did not answer ${path} within ${seconds} s.`, {
      endpoint,
      sent: true,
      attempts: 1,
    });
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal?.removeEventListener("abort", abort);
  }
}

function attempted(error: unknown): unknown {
  if (error instanceof PveError) error.attempts = Math.max(error.attempts, 1);
  return error;
}
