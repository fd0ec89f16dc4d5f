const PARENT_POLL_MS = 100;

/**
 * Aborts on SIGTERM, Ctrl-C, a closed terminal, or when the parent is gone; a second Ctrl-C ends at once (the
 * children notice by themselves).
 */
export function whenToldToStop(parent?: number): AbortController {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted && signal === "SIGINT") process.exit(130);
      stopping.abort();
    });
  }
  if (parent !== undefined) watchParent(stopping, parent);
  return stopping;
}

function watchParent(stopping: AbortController, parent: number): void {
  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, PARENT_POLL_MS).unref();
}
