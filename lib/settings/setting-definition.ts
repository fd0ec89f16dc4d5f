/** Unit of a setting's number, as shown beside it. */
export type SettingUnit =
  | "percent"
  | "points"
  | "seconds"
  | "minutes"
  | "hours"
  | "days"
  | "months"
  | "milliseconds"
  | "count"
  | "ratio"
  | "factor"
  | "bytes";

interface SettingBase {
  /** Dotted and stable, such as `collection.intervalSeconds`. */
  readonly key: string;
  readonly title: string;
  /** One or two sentences: what it does and what follows from raising or lowering it. */
  readonly help: string;
  /** A setting marked `cluster` may be overridden per cluster. */
  readonly scope: "global" | "cluster";
}

export interface NumberSetting extends SettingBase {
  readonly kind: "number";
  readonly default: number;
  readonly unit: SettingUnit;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
}

export interface BooleanSetting extends SettingBase {
  readonly kind: "boolean";
  readonly default: boolean;
}

export interface ChoiceSetting extends SettingBase {
  readonly kind: "choice";
  readonly default: string;
  readonly options: readonly { readonly value: string; readonly title: string }[];
}

export interface TextSetting extends SettingBase {
  readonly kind: "text";
  readonly default: string;
  readonly maximumLength: number;
  readonly pattern?: RegExp;
  /** What a valid value looks like; shown when the pattern refuses one. */
  readonly patternHelp?: string;
  /** A sentence about a text that cannot be used, for what no pattern can say; null for one that can. */
  readonly problemOf?: (text: string) => string | null;
}

/** Stored sealed, never sent back to a browser; its default is "not set". */
export interface SecretSetting extends SettingBase {
  readonly kind: "secret";
  readonly default: "";
  readonly maximumLength: number;
}

/** Everything there is to know about one setting: the page, the API and the documents are made from it. */
export type SettingDefinition = NumberSetting | BooleanSetting | ChoiceSetting | TextSetting | SecretSetting;

/** A page section: a title and its settings in the order shown. */
export interface SettingSection {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly settings: readonly SettingDefinition[];
}
