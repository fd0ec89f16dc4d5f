export type PlacementRuleKind = "affinity" | "anti-affinity" | "pin" | "ignore";

/** Where a rule comes from; shown with it, and the way to change it. */
export type PlacementRuleOrigin = "page" | "scenario" | "tag" | "pool" | "high-availability";

/**
 * One wish about where guests may be, with its guests already resolved to VMIDs.
 *
 * `affinity`: all on one node. `anti-affinity`: no two on one node. `pin`: only on `nodes`. `ignore`: never moved.
 */
export interface PlacementRule {
  /** Unique; what plans and refusals name. */
  readonly id: string;
  readonly kind: PlacementRuleKind;
  readonly origin: PlacementRuleOrigin;
  /** A rule that is not strict may be broken when a strict one or capacity asks for it. */
  readonly strict: boolean;
  /** Ascending, unique; a rule with too few guests to matter is kept and warned of. */
  readonly vmids: readonly number[];
  /** Of a pin: the permitted nodes. Empty for other kinds. */
  readonly nodes: readonly string[];
}
