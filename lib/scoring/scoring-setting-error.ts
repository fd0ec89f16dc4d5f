/** A setting's value cannot be used. */
export class ScoringSettingError extends Error {
  override readonly name = "ScoringSettingError";
  readonly key: string;

  /** @param reason a sentence about the value, such as `Must be between 0 and 500.` */
  constructor(key: string, reason: string) {
    super(reason);
    this.key = key;
  }
}
