export type FilterOperator = "is" | "not" | "contains" | "over" | "at-least" | "under" | "at-most";

/** One condition of a filter; all terms must hold. */
export interface FilterTerm {
  /** A field of {@link FILTER_FIELDS}, or null for plain words, which are looked for everywhere. */
  readonly field: string | null;
  readonly operator: FilterOperator;
  /** One of these must match. */
  readonly values: readonly string[];
  readonly negated: boolean;
  /** The term as typed, for its chip. */
  readonly text: string;
}

export interface FilterProblem {
  readonly text: string;
  readonly message: string;
}

export interface ParsedFilter {
  readonly terms: readonly FilterTerm[];
  readonly problems: readonly FilterProblem[];
}
