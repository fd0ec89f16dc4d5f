import type { SearchState, SearchStep } from "../search/search-state";
import { beforeStep, judgeStep } from "../search/worth";

/** Whether the moves of a step can be made one after the other from here on, and are worth it as a whole. Nothing has changed afterwards. */
export function isWorthWhole(state: SearchState, { need, moves }: SearchStep): boolean {
  const { model, placement, guards } = state;
  const before = beforeStep(state, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  let applied = 0;
  let allowed = true;
  for (const { guest, from, to } of moves) {
    const question = { model, placement, guest, target: to, purpose: "optional" } as const;
    const inGroup = (model.rules.groupOf[guest] ?? -1) >= 0;
    const code = inGroup ? guards.refuseInGroup(question) : guards.refuse(question);
    allowed = code === null && state.nodeOf(guest) === from;
    if (!allowed) break;
    placement.apply(guest, to);
    applied += 1;
  }
  const worth = allowed && (need === "distribution" || judgeStep(state, before, moves).unworthy === null);
  state.undo(applied);
  return worth;
}
