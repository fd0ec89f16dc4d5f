import "server-only";

/** One of PVE's texts, what it means and what to do about it. */
export interface FailureText {
  readonly code: string;
  readonly pattern: RegExp;
  readonly cause: (match: RegExpExecArray) => string;
  readonly advice: string;
}

/** What a pattern caught, without blanks around it. */
export function part(match: RegExpExecArray, index: number): string {
  return match[index]?.trim() ?? "";
}
