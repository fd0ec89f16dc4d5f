import type { GuestMove, SearchStep } from "../search/search-state";
import type { OrderedMove } from "./order-steps";

/** The steps that moves were made of: those of a bundle are one, at the place of its first. */
export function stepsOfMoves(ordered: readonly OrderedMove[]): readonly SearchStep[] {
  const bundles = new Map<number, GuestMove[]>();
  return ordered.flatMap(({ guest, from, to, need, subject, bundle }): SearchStep[] => {
    const known = bundle === null ? undefined : bundles.get(bundle);
    const moves = known ?? [];
    moves.push({ guest, from, to });
    if (bundle !== null) bundles.set(bundle, moves);
    return known ? [] : [{ need, subject, moves }];
  });
}
