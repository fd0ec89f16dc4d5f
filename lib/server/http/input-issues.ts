import "server-only";
import type { z } from "zod";
import type { FieldIssue } from "./app-error";

/** What zod found, by path and in words that make sense beside a form field. */
export function inputIssues(error: z.ZodError): readonly FieldIssue[] {
  return error.issues.flatMap((issue) => flatten(issue, []));
}

function flatten(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): FieldIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "is not known here" }));
  }
  return [{ path: path.map(String).join("."), message: wording(issue) }];
}

function wording(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined && /received undefined/.test(issue.message)
        ? "is missing"
        : `must be ${article(issue.expected)}`;
    case "too_small":
      return small(issue);
    case "too_big":
      return large(issue);
    case "invalid_value":
      return `must be one of: ${issue.values.map(String).join(", ")}`;
    default:
      return issue.message.replace(/^Invalid (\w+)$/, "is not a valid $1");
  }
}

function small(issue: z.core.$ZodIssueTooSmall): string {
  if (isOwnWording(issue.message)) return issue.message;
  if (issue.origin === "string" && Number(issue.minimum) === 1) return "must not be empty";
  return `must ${verb(issue.origin)} at least ${issue.minimum}${countable(issue.origin)}`;
}

function large(issue: z.core.$ZodIssueTooBig): string {
  if (isOwnWording(issue.message)) return issue.message;
  return `must ${verb(issue.origin)} at most ${issue.maximum}${countable(issue.origin)}`;
}

function isOwnWording(message: string): boolean {
  return !message.startsWith("Too ") && !message.startsWith("Invalid");
}

function verb(origin: string): string {
  return origin === "string" || origin === "array" ? "have" : "be";
}

function countable(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " entries" : "";
}

function article(expected: string): string {
  if (expected === "int") return "a whole number";
  return /^[aeio]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
