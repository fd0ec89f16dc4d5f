import type { GuestMove, SearchState } from "./search-state";

/**
 * Moves guests to a node on which they only stop on their way, when there is room and no strict rule is broken by it that was not broken.
 *
 * @returns the moves made; null after which nothing has changed
 */
export function stopUnit(
  state: SearchState,
  guests: readonly number[],
  target: number,
): readonly GuestMove[] | null {
  const { model, placement, guards } = state;
  const broken = placement.brokenStrict;
  const made: GuestMove[] = [];
  for (const guest of guests) {
    const question = { model, placement, guest, target, purpose: "forced" } as const;
    if (guards.refuseStop(question) !== null) break;
    made.push({ guest, from: state.nodeOf(guest), to: target });
    placement.apply(guest, target);
  }
  if (made.length === guests.length && placement.brokenStrict <= broken) return made;
  state.undo(made.length);
  return null;
}
