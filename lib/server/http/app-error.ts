import "server-only";
import type { ErrorCode } from "@/lib/api/envelope";

export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

const BRAND = Symbol.for("evenkeel.AppError");

/**
 * A foreseen failure. The code is for machines; the message is one or two sentences for the operator,
 * names the object concerned and holds no secret: it is sent to the browser as it is.
 */
export class AppError extends Error {
  /** The class exists once in each server bundle, and what one of them keeps serves the others. */
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly issues: readonly FieldIssue[];
  /** When to try again, for a `too_many_requests`. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    issues: readonly FieldIssue[] = [],
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.issues = issues;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
