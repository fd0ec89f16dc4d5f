/** A setting of automation has a value that cannot be used. */
export class AutomationSettingError extends Error {
  override readonly name = "AutomationSettingError";
  readonly key: string;

  /** @param reason a sentence about the value, such as `Must be between 0 and 100.` */
  constructor(key: string, reason: string) {
    super(reason);
    this.key = key;
  }
}
