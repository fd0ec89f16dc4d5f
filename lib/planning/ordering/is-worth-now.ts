import { raisesNoLoad } from "../search/raises-no-load";
import type { GuestMove, SearchState, SearchStep } from "../search/search-state";
import { type BeforeStep, judgeStep } from "../search/worth";

/** Whether a move that was just made is worth it; one for the number of guests need only raise no load. */
export function isWorthNow(
  state: SearchState,
  before: BeforeStep & { readonly loads: readonly number[] },
  step: SearchStep,
  move: GuestMove,
): boolean {
  if (step.need !== "distribution") return judgeStep(state, before, [move]).unworthy === null;
  return raisesNoLoad(state, move.guest, before.nodes, before.loads);
}
