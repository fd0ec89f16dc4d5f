import "server-only";
import type { MoveOutcome } from "@/lib/api/moves";

const MINUTE_MS = 60_000;

export interface OutcomePoint {
  readonly point: MoveOutcome["point"];
  readonly words: string;
  readonly afterMs: number;
  /** A reading may be so much later. */
  readonly withinMs: number;
}

/** When the outcome of a move is measured. */
export const OUTCOMES_AT: readonly OutcomePoint[] = [
  { point: "5m", words: "5 minutes", afterMs: 5 * MINUTE_MS, withinMs: 5 * MINUTE_MS },
  { point: "1h", words: "an hour", afterMs: 60 * MINUTE_MS, withinMs: 15 * MINUTE_MS },
  { point: "24h", words: "a day", afterMs: 24 * 60 * MINUTE_MS, withinMs: 120 * MINUTE_MS },
];
