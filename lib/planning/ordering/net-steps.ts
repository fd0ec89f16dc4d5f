import type { SearchState, SearchStep } from "../search/search-state";

/**
 * Steps with every guest moved once, straight to where it ends: an earlier stop is left out, and so is a guest that ends where it
 * began. The move keeps the place and the need of the guest's first step when that one had to be made, else of its last.
 */
export function netSteps(state: SearchState, steps: readonly SearchStep[]): readonly SearchStep[] {
  const { startNode } = state.model;
  const end = new Map<number, number>();
  const keeper = new Map<number, number>();
  for (const [place, { moves, need }] of steps.entries()) {
    for (const { guest, to } of moves) {
      end.set(guest, to);
      const kept = steps[keeper.get(guest) ?? -1];
      if (!kept || !isForced(kept) || isForced({ need })) keeper.set(guest, place);
    }
  }
  return steps.flatMap((step, place): SearchStep[] => {
    const guests = new Set(step.moves.map(({ guest }) => guest));
    const moves = [...guests].flatMap((guest) => {
      const from = startNode[guest] ?? -1;
      const to = end.get(guest) ?? from;
      return keeper.get(guest) === place && to !== from ? [{ guest, from, to }] : [];
    });
    return moves.length > 0 ? [{ ...step, moves }] : [];
  });
}

/** Needs that must be met whatever it costs in balance. */
export function isForced({ need }: Pick<SearchStep, "need">): boolean {
  return need === "rule" || need === "capacity" || need === "evacuation" || need === "home";
}
