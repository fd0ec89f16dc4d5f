import { z } from "zod";
import type { Need, PlannedMove } from "@/lib/planning/plan";

const MINUTE_MS = 60_000;

/** A need that is not there for this many rounds is still the same one when it comes back. */
const MOST_MISSED = 1;

/** A run may come a quarter of an interval early and still be the next round. */
const EARLY_FRACTION = 0.25;

const observation = z.object({
  /** Rounds in which it was proposed. */
  rounds: z.number().int().min(1),
  /** Rounds in a row in which it was not. */
  missed: z.number().int().min(0),
  firstSeenAtMs: z.number(),
});

/** What one cluster's runs have seen so far; plain JSON, to be stored between runs. */
export const observationState = z.object({
  lastRoundAtMs: z.number().nullable(),
  seen: z.record(z.string(), observation),
});
export type ObservationState = z.infer<typeof observationState>;
type Observation = z.infer<typeof observation>;

export const NOTHING_OBSERVED: ObservationState = { lastRoundAtMs: null, seen: {} };

type Wanted = Pick<PlannedMove, "vmid"> & {
  readonly reason: Pick<PlannedMove["reason"], "need" | "subject">;
};

/**
 * What a move is for, such as `100/balance/pve1`: the guest and what is relieved or repaired, not where it goes. The target may differ from
 * round to round while the need is the same, and a node at its threshold changes between contention and imbalance.
 */
export function needKey({ vmid, reason }: Wanted): string {
  return `${vmid}/${needWord(reason.need)}/${reason.subject}`;
}

function needWord(need: Need): string {
  return need === "contention" || need === "imbalance" ? "balance" : need;
}

export interface Round {
  readonly atMs: number;
  /** `automation.intervalMinutes`, above 0. */
  readonly intervalMinutes: number;
  readonly moves: readonly Wanted[];
}

/**
 * Counts in how many rounds each need was seen. One round without it does not matter and is not counted; two in a row, and it starts anew.
 * Rounds that did not take place count as rounds without it. A run within three quarters of an interval after the last round is no new
 * one (a run that was repeated, or that a person started): it adds what is new and counts nothing.
 *
 * @param state from the last round; {@link NOTHING_OBSERVED} at first
 */
export function observeRounds(
  state: ObservationState,
  { atMs, intervalMinutes, moves }: Round,
): ObservationState {
  const keys = [...new Set(moves.map(needKey))].sort();
  const passed = roundsPassed(state.lastRoundAtMs, atMs, intervalMinutes);
  const fresh: Observation = { rounds: 1, missed: 0, firstSeenAtMs: atMs };
  if (passed === 0) {
    const seen = Object.fromEntries(keys.map((key) => [key, fresh]));
    // A clock that was set back: counting goes on from its time.
    const lastRoundAtMs = Math.min(state.lastRoundAtMs ?? atMs, atMs);
    return { lastRoundAtMs, seen: { ...seen, ...state.seen } };
  }

  const seen: Record<string, Observation> = {};
  for (const [key, known] of Object.entries(state.seen)) {
    const missed = known.missed + passed;
    if (!keys.includes(key) && missed <= MOST_MISSED) seen[key] = { ...known, missed };
  }
  for (const key of keys) {
    const known = state.seen[key];
    const lasted = known !== undefined && known.missed + passed - 1 <= MOST_MISSED;
    seen[key] = lasted ? { ...known, rounds: known.rounds + 1, missed: 0 } : fresh;
  }
  return { lastRoundAtMs: atMs, seen };
}

function roundsPassed(lastRoundAtMs: number | null, atMs: number, intervalMinutes: number): number {
  if (lastRoundAtMs === null) return 1;
  const intervals = (atMs - lastRoundAtMs) / (intervalMinutes * MINUTE_MS);
  return Math.max(0, Math.floor(intervals + EARLY_FRACTION));
}

/** In how many rounds the need of a move was seen, the present one included; 0 for one that was never observed. */
export function roundsSeen(state: ObservationState, move: Wanted): number {
  return state.seen[needKey(move)]?.rounds ?? 0;
}
