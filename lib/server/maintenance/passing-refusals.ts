import "server-only";

/** Codes of refusals that go away by themselves, such as a lock or a configuration that has not been read yet. */
export const PASSING_REFUSALS: ReadonlySet<string> = new Set([
  "locked",
  "backup-running",
  "task-running",
  "unknown-state",
  "refused",
]);
