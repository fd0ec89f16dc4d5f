import { isSmallGuest } from "../need/distribution-need";
import { nodesInNeed } from "./balance-need";
import { raisesNoLoad, sortedLoads } from "./raises-no-load";
import type { GuestMove, SearchState } from "./search-state";

/**
 * Where `planning.distribution.enabled` is on: moves small running guests from the node with most running guests to the one with fewest,
 * as long as the difference is above `planning.distribution.guestCountThreshold` and the move
 * neither raises the higher load of the two nodes nor brings one in need of relief.
 */
export function evenOutGuests(state: SearchState): void {
  const { model } = state;
  const { settings } = model.input;
  if (!settings["planning.distribution.enabled"]) return;
  let moved = state.movedCount();
  while (moved < settings["planning.maxMoves"]) {
    const counted = state.receivers
      .map((node) => ({ node, count: runningOn(state, node).length }))
      .sort((one, other) => other.count - one.count);
    const [most, fewest] = [counted[0], counted.at(-1)];
    if (!most || !fewest) return;
    if (most.count - fewest.count <= settings["planning.distribution.guestCountThreshold"]) return;
    const moves = moveSmall(
      state,
      most.node,
      counted.filter(({ count }) => most.count - count >= 2).map(({ node }) => node),
    );
    if (!moves) return;
    state.steps.push({
      need: "distribution",
      subject: model.nodes[most.node]?.node.name ?? "",
      moves,
    });
    moved += 1;
  }
}

function runningOn({ model, placement }: SearchState, node: number): readonly number[] {
  return [...(placement.guestsOn[node] ?? [])]
    .filter((guest) => model.guests[guest]?.running)
    .sort((one, other) => one - other);
}

/** Targets with the fewest guests go first, then guests that take the least. */
function moveSmall(
  state: SearchState,
  source: number,
  targets: readonly number[],
): readonly GuestMove[] | null {
  const { model, loads } = state;
  const small = runningOn(state, source).flatMap((guest) => {
    const unit = state.unitOf[guest];
    const it = model.guests[guest];
    return unit?.guests.length === 1 && it && isSmallGuest(model, it) ? [unit] : [];
  });
  const highest = loads.of(source);
  for (const target of [...targets].reverse()) {
    const fitting = small
      .filter((unit) => loads.with(target, unit.demand, 1) < Math.max(highest, loads.of(target)))
      .map((unit) => ({ unit, load: loads.with(target, unit.demand, 1) }))
      .sort((one, other) => one.load - other.load);
    for (const { unit } of fitting) {
      const inNeed = nodesInNeed(state).length;
      const before = sortedLoads(state, [source, target]);
      const moves = state.moveUnit(unit, target, "optional");
      if (typeof moves === "string") continue;
      const worse = unit.guests.some((guest) => !raisesNoLoad(state, guest, [source, target], before));
      if (worse || nodesInNeed(state).length > inNeed) {
        state.undo(moves.length);
        continue;
      }
      state.scores.update([source, target], state.placement.load);
      return moves;
    }
  }
  return null;
}
