const PARENT_POLL_MS = 500;

/**
 * Aborts on SIGTERM, Ctrl-C, a closed terminal, or when the `npm start` that runs us is gone; a second Ctrl-C
 * ends at once (the children notice by themselves).
 */
export function whenToldToStop(): AbortController {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted && signal === "SIGINT") process.exit(130);
      stopping.abort();
    });
  }
  if (process.env.npm_lifecycle_event === "start") watchParent(stopping);
  return stopping;
}

function watchParent(stopping: AbortController): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, PARENT_POLL_MS).unref();
}
