import type { SearchState, SearchStep } from "./search-state";

/** How far a step came: what was made of it, and whether that is all. */
export interface TriedMoves {
  readonly applied: number;
  readonly allowed: boolean;
}

/**
 * Makes the moves of a step one after the other, up to the first that a guard refuses or whose guest is not where the step takes it from.
 * What was made stays made: `state.undo(applied)` takes it back.
 */
export function tryMoves(
  state: SearchState,
  moves: SearchStep["moves"],
  purpose: "optional" | "forced",
): TriedMoves {
  const { model, placement, guards } = state;
  let applied = 0;
  for (const { guest, from, to } of moves) {
    const question = { model, placement, guest, target: to, purpose } as const;
    const inGroup = (model.rules.groupOf[guest] ?? -1) >= 0;
    const code = inGroup ? guards.refuseInGroup(question) : guards.refuse(question);
    if (code !== null || state.nodeOf(guest) !== from) return { applied, allowed: false };
    placement.apply(guest, to);
    applied += 1;
  }
  return { applied, allowed: true };
}
