import type { PlannedMoveRow, PlanView } from "@/lib/api/recommendations";
import type { FoundRule } from "@/lib/api/rules";

type Tone = "ok" | "warn" | "bad" | "neutral" | "accent";

/** A figure as a word, and how much it matters. */
export interface Word {
  readonly word: string;
  readonly tone: Tone;
}

export const VERDICT_WORDS: Readonly<Record<PlanView["verdict"], string>> = {
  plan: "Moves advised",
  balanced: "Nothing to move",
  blocked: "Blocked",
};

export const NEED_WORDS: Readonly<Record<PlannedMoveRow["reason"]["need"], string>> = {
  rule: "repairs a rule",
  capacity: "overfull node",
  evacuation: "empties a node",
  contention: "busy node",
  imbalance: "evens out",
  distribution: "number of guests",
  home: "goes home",
};

export const KIND_WORDS: Readonly<Record<PlannedMoveRow["kind"], string>> = {
  live: "live",
  restart: "with restart",
  offline: "while stopped",
};

export const RULE_KIND_WORDS: Readonly<Record<FoundRule["kind"], string>> = {
  affinity: "keep together",
  "anti-affinity": "keep apart",
  pin: "only on",
  ignore: "never move",
};

export const ORIGIN_WORDS: Readonly<Record<FoundRule["origin"], string>> = {
  page: "made here",
  scenario: "scenario",
  tag: "tag",
  pool: "pool",
  "high-availability": "high availability",
};

/** How sure it is that a move does what the plan says (0–100): `high` from 80, `fair` from 60, `moderate` from 40, else `low`. */
export function confidenceWord(confidence: number): Word {
  if (confidence >= 80) return { word: "high", tone: "ok" };
  if (confidence >= 60) return { word: "fair", tone: "neutral" };
  if (confidence >= 40) return { word: "moderate", tone: "neutral" };
  return { word: "low", tone: "warn" };
}
