import type { ErrorCode } from "@/lib/api/envelope";

interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** Why a request to our API failed; the message is one a person can read. */
export class ApiError extends Error {
  readonly code: ErrorCode | "unreachable";
  readonly issues: readonly FieldIssue[];
  readonly requestId: string | null;

  constructor(options: {
    code: ErrorCode | "unreachable";
    message: string;
    issues?: readonly FieldIssue[] | undefined;
    requestId?: string | undefined;
  }) {
    super(options.message);
    this.name = "ApiError";
    this.code = options.code;
    this.issues = options.issues ?? [];
    this.requestId = options.requestId ?? null;
  }
}

/** The sentence to show for anything that was thrown. */
export function messageOf(problem: unknown): string {
  if (problem instanceof ApiError) {
    return problem.requestId && problem.code === "internal"
      ? `${problem.message} (request ${problem.requestId})`
      : problem.message;
  }
  return "Something went wrong in this page. Reload it and try again.";
}

/** The issues of a refused form by field path; the first of each field. */
export function fieldIssuesOf(problem: unknown): Readonly<Record<string, string>> {
  if (!(problem instanceof ApiError)) return {};
  const issues: Record<string, string> = {};
  for (const { path, message } of problem.issues) issues[path] ??= message;
  return issues;
}
