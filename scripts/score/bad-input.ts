import type { ScenarioIssue } from "@/lib/inventory/scenario/scenario-error";

/** What was given to a command cannot be used: one line for each reason, and exit code 2. */
export class BadInput extends Error {
  override readonly name = "BadInput";

  constructor(issues: readonly ScenarioIssue[]) {
    super(issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("\n"));
  }
}
