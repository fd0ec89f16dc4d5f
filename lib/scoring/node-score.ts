/** Groups of penalties as they are shown together: one colour and one bar segment each. */
export type ScoreFamily =
  | "cpu"
  | "memory"
  | "ioWait"
  | "pressure"
  | "load"
  | "trend"
  | "spikes"
  | "predicted"
  | "overcommit"
  | "availability";

export type ScoreValueUnit = "percent" | "percentPerDay" | "threadsPerThread" | "ratio" | "none";

/** One reason for a node's score: what was measured, where the penalty starts, what it costs and a sentence that says so. */
export interface ScoreComponent {
  /** Stable key, such as `cpu.now` or `memory.sustained`. */
  readonly key: string;
  readonly family: ScoreFamily;
  readonly title: string;
  /** The measured value in {@link unit}; null when it is not known and so costs nothing. */
  readonly value: number | null;
  /** Where the penalty starts, in {@link unit}. */
  readonly threshold: number | null;
  readonly unit: ScoreValueUnit;
  /** Penalty points, 0 or more. */
  readonly points: number;
  /** Such as `Memory 91 % now: 38 points; starts at 70 %`. */
  readonly sentence: string;
}

export type ScoreVerdict = "excellent" | "good" | "acceptable" | "poor" | "critical";

/** How well a node is, with every reason. */
export interface NodeScore {
  /** Sum of the components' points, 0 or more, unrounded. */
  readonly penaltyPoints: number;
  /** 0–100; 100 is idle, and it never quite reaches 0. Falls as penalty points rise. */
  readonly suitabilityPercent: number;
  readonly verdict: ScoreVerdict;
  /** Highest points first; components that cost nothing are kept. */
  readonly components: readonly ScoreComponent[];
  /** Which of the three windows (now, 24 h, 7 d) had any reading; all false for a node that is not online. */
  readonly windows: { readonly now: boolean; readonly day: boolean; readonly week: boolean };
}

/** Score of a whole cluster. */
export interface ClusterScore {
  /**
   * 0–100: mean suitability of the online nodes of which something current is known, weighted by their memory.
   * Null without such a node.
   */
  readonly healthPercent: number | null;
  readonly nodes: Readonly<Record<string, NodeScore>>;
}
