/** What `npm start` exits with when it cannot start; docs/operations.md lists them. */
export const EXIT_CODES = {
  unexpected: 1,
  configuration: 2,
  "already-running": 3,
  "port-in-use": 4,
  permission: 5,
  "disk-full": 6,
  database: 7,
  "newer-schema": 8,
  build: 9,
  "child-ended": 10,
} as const;

export type LaunchFailure = keyof typeof EXIT_CODES;

/** A start that cannot go on for a foreseen reason; the message is one sentence for the person at the terminal. */
export class LaunchError extends Error {
  readonly failure: LaunchFailure;

  constructor(failure: LaunchFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LaunchError";
    this.failure = failure;
  }
}

/** The operating system's name for what went wrong (`EACCES`), or PostgreSQL's (`28P01`). */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
