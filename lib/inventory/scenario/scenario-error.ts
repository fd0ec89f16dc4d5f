/** Something in a scenario that is worth saying, and where: `guests[3].memory`. */
export interface ScenarioIssue {
  readonly path: string;
  /** A sentence without the path, such as `The value must not be negative.` */
  readonly message: string;
}

/** The text is not a scenario; every reason at once. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[]) {
    super(issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("\n"));
    this.issues = issues;
  }
}
