/**
 * What the planner answers. Every figure is of the cluster as it would be with the same readings and only the
 * placement changed; docs/planning.md says how each is made.
 */
export interface Plan {
  readonly verdict: PlanVerdict;
  /** One sentence an operator understands. */
  readonly reason: string;
  /** Health of the cluster by `scoreCluster`, 0–100; null without an online node. */
  readonly score: BeforeAfter<number | null>;
  /** Highest less lowest share of the nodes that may hold guests, by resource; shares 0–1 and above. */
  readonly imbalance: BeforeAfter<ResourceShares>;
  readonly nodes: Readonly<Record<string, BeforeAfter<PlannedNode>>>;
  /** In the order of execution. */
  readonly moves: readonly PlannedMove[];
  /** Every guest that stays on a node from which something should go, with the reason that keeps it there. */
  readonly notMoved: readonly NotMoved[];
  readonly violations: BeforeAfter<readonly RuleViolation[]>;
  readonly conflicts: readonly RuleConflict[];
  /** Guests that must move and cannot. */
  readonly blocked: readonly BlockedGuest[];
  /** Final node of every guest, by VMID. */
  readonly placements: Readonly<Record<string, string>>;
  readonly certificate: Certificate;
  /**
   * What the checker refused of the moves that were found first: faults of ours, each of which left out a move or bundle. Absent
   * when the first plan passed. The certificate is that of the moves that are left.
   */
  readonly refused?: readonly CertificateCheck[];
  /** What was found odd in the input, such as a rule that names nobody. */
  readonly warnings: readonly PlanWarning[];
  /** What alone was looked at; absent: everything. Guests that must move for another reason are then not spoken of. */
  readonly scope?: PlanScope;
}

/** `evacuation`: nodes to be emptied. `home`: guests on their way back. */
export type PlanScope = "evacuation" | "home";

/**
 * `plan`: every guest that must move can, and the moves are worth making. `balanced`: nothing is worth doing.
 * `blocked`: a guest must move and cannot; `moves` then holds what can be done all the same.
 */
export type PlanVerdict = "plan" | "balanced" | "blocked";

export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

export interface ResourceShares {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

export interface PlannedNode {
  /** Shares of capacity in use, 0–1 (above 1: more than there is). */
  readonly cpu: number;
  readonly memory: number;
  /** Suitability by `scoreNode`, 0–100. */
  readonly score: number;
  /** Guests placed here, running or not, without templates. */
  readonly guests: number;
}

export type MoveKind = "live" | "restart" | "offline";

export interface PlannedMove {
  /** From 1; moves of one wave may run side by side. */
  readonly wave: number;
  readonly vmid: number;
  readonly name: string | null;
  readonly from: string;
  readonly to: string;
  readonly kind: MoveKind;
  readonly reason: MoveReason;
  /** 0–100: how sure it is that the effect will be as predicted. */
  readonly confidence: number;
  /** 0–100: how much could go wrong on the way. */
  readonly risk: number;
  readonly seconds: number;
  /** Between what it may well take, as far as estimates were off so far. */
  readonly secondsRange?: { readonly from: number; readonly to: number };
  readonly downtimeMs: number;
  readonly bytes: number;
  /** Health of the cluster once this move is done, 0–100. */
  readonly scoreAfter: number;
  /** True for a stop on the way: the same guest moves on in a later wave. */
  readonly temporary: boolean;
  /** Moves that only make sense together have the same number; null for a move of its own. */
  readonly bundle: number | null;
}

export type Need = "rule" | "capacity" | "evacuation" | "contention" | "imbalance" | "distribution" | "home";

export interface MoveReason {
  readonly need: Need;
  /** What is relieved or repaired: a node's name or a rule's id. */
  readonly subject: string;
  readonly sentence: string;
  readonly factors: readonly ReasonFactor[];
}

/** One figure behind a reason: what it was, what it becomes, and where its limit is. */
export interface ReasonFactor {
  readonly key: string;
  readonly node: string | null;
  readonly before: number;
  readonly after: number;
  readonly limit: number | null;
  readonly unit: "fraction" | "score" | "seconds" | "bytes" | "count";
}

export interface NotMoved {
  readonly vmid: number;
  /** A refusal's code, or why a permitted move was not made. */
  readonly reason: string;
  readonly detail: string;
}

export interface BlockedGuest {
  readonly vmid: number;
  readonly node: string;
  readonly reason: string;
  readonly detail: string;
  /** What an operator can do so that it may move. */
  readonly fix: string;
}

export interface RuleViolation {
  readonly rule: string;
  readonly kind: string;
  readonly strict: boolean;
  readonly guests: readonly number[];
  readonly nodes: readonly string[];
  readonly sentence: string;
}

/** A smallest set of rules that cannot be kept together: without any one of them the rest can. */
export interface RuleConflict {
  readonly rules: readonly string[];
  readonly guests: readonly number[];
  readonly sentence: string;
}

/** What the checker, which shares no code with the search, found when it re-derived every claim. */
export interface Certificate {
  readonly ok: boolean;
  readonly checks: readonly CertificateCheck[];
}

export interface CertificateCheck {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Of a check that failed: the guests that it is about, where that is known. */
  readonly guests?: readonly number[];
}

export interface PlanWarning {
  readonly path: string;
  readonly message: string;
}
