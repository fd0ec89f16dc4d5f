import type { SearchState, SearchStep } from "./search-state";
import { beforeStep, judgeStep } from "./worth";

/** What moves for balance's sake cost and are worth, in the seconds of {@link judgeStep}. */
export interface WorthTogether {
  readonly costSeconds: number;
  readonly benefitSeconds: number;
}

/** Where nothing else is to be done, moves are begun when they are worth this much more than they cost. */
const CLEARLY_WORTH = 1.2;

/**
 * What steps cost and are worth together, each at its moment.
 *
 * @param state as it is before the first of them; afterwards it is as after the last
 */
export function worthTogether(state: SearchState, steps: readonly SearchStep[]): WorthTogether {
  let costSeconds = 0;
  let benefitSeconds = 0;
  for (const { moves } of steps) {
    const before = beforeStep(state, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
    for (const { guest, to } of moves) state.placement.apply(guest, to);
    const judged = judgeStep(state, before, moves);
    state.scores.update(before.nodes, state.placement.load);
    costSeconds += judged.costSeconds;
    benefitSeconds += judged.benefitSeconds;
  }
  return { costSeconds, benefitSeconds };
}

/** So clearly that a next reading that is a little different, or looks at disks in another way, does not start what this one leaves. */
export function isClearlyWorth({ costSeconds, benefitSeconds }: WorthTogether): boolean {
  return benefitSeconds >= CLEARLY_WORTH * costSeconds;
}
