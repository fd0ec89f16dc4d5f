import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { childLog } from "@/lib/server/log";

/** Exit codes as a shell shows a process that a signal ended. */
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;
/** A connection that a browser keeps would otherwise hold a closed server for seconds after its last answer. */
const IDLE_POLL_MS = 50;
type StopSignal = keyof typeof EXIT_CODES;

interface Shutdown {
  readonly controller: AbortController;
  readonly work: Set<() => Promise<void>>;
  readonly servers: Set<Server>;
  handled: boolean;
}

// Instrumentation and route handlers are separate bundles: a variable of this module would exist twice.
const KEY = Symbol.for("evenkeel.shutdown");
const shared = globalThis as typeof globalThis & { [KEY]?: Shutdown };

function shutdown(): Shutdown {
  shared[KEY] ??= { controller: new AbortController(), work: new Set(), servers: new Set(), handled: false };
  return shared[KEY];
}

/** Aborts when this process is told to end: whatever would stay open for ever, such as a stream, ends with it. */
export function shutdownSignal(): AbortSignal {
  return shutdown().controller.signal;
}

/** Adds work that is to be done, and waited for, when this process is told to end. */
export function onShutdown(work: () => Promise<void>): void {
  shutdown().work.add(work);
}

/**
 * Ends the process in order on SIGTERM and SIGINT: streams end, no request is taken any more, and those under way and
 * the work of {@link onShutdown} get `patienceMs`. Where somebody else handles the signal too, as Next.js does unless
 * NEXT_MANUAL_SIG_HANDLE is set, the exit is theirs. A second call does nothing.
 */
export function endInOrder({ patienceMs }: { readonly patienceMs: number }): void {
  const state = shutdown();
  if (state.handled) return;
  state.handled = true;
  subscribe("http.server.request.start", (message) => {
    state.servers.add((message as { readonly server: Server }).server);
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const isOurs = process.listenerCount(signal) === 0;
    process.on(signal, () => void stop(state, signal, isOurs, patienceMs));
  }
}

async function stop(state: Shutdown, signal: StopSignal, isOurs: boolean, patienceMs: number): Promise<void> {
  if (state.controller.signal.aborted) return;
  const log = childLog("shutdown");
  const timer = setTimeout(() => {
    log.warn("what was under way did not end in time; the next start does it again");
    if (isOurs) process.exit(EXIT_CODES[signal]);
  }, patienceMs);
  if (!isOurs) timer.unref();
  state.controller.abort();
  const ends = [...state.work].map((work) => work());
  if (isOurs) ends.push(...[...state.servers].map(closeServer));
  for (const end of await Promise.allSettled(ends)) {
    if (end.status === "rejected") log.warn({ err: end.reason }, "a part did not end in order");
  }
  clearTimeout(timer);
  if (isOurs) process.exit(EXIT_CODES[signal]);
}

/** Takes no request any more and waits for those under way; a connection is closed once it has none. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => server.closeIdleConnections(), IDLE_POLL_MS);
    server.close(() => {
      clearInterval(timer);
      resolve();
    });
  });
}
