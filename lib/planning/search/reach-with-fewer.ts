import { unitsOn } from "./find-single";
import type { MoveUnit } from "./move-units";
import type { ReliefGoal } from "./relief";
import type { SearchState } from "./search-state";
import { powerOf, type UnitLoads } from "./unit-loads";

/** So many ways with the same number of moves are followed; fewer where there are many moves or nodes. */
const MOST_FOLLOWED = 80;
const FEWEST_FOLLOWED = 12;
const FOLLOWED_PLACES = 1_600;

/** Of so many ways with the same number of moves the better half is kept. */
const MOST_KEPT = 600;

/** So many of the ways that reach the goals are put in order. */
const MOST_ASKED = 12;

/** Excess that is a rounding error. */
const ROUNDING = 1e-9;

interface Target {
  readonly origins: Int32Array;
  readonly goals: readonly ReliefGoal[];
  /** Guests that may be elsewhere than at their origins. */
  readonly most: number;
  /** Whether the placement as it is then may be the end of a plan. */
  readonly isGood: () => boolean;
}

/** Units that moved, the latest last. */
interface Way {
  readonly before: Way | null;
  readonly unit: MoveUnit | null;
  /** Places among the receivers. */
  readonly source: number;
  readonly target: number;
  readonly guests: number;
  /** Nodes above their levels. */
  readonly above: number;
  /** By how much loads are above their levels, all nodes together. */
  readonly excess: number;
  readonly sum: number;
}

const START: Way = {
  before: null,
  unit: null,
  source: -1,
  target: -1,
  guests: 0,
  above: 1,
  excess: 0,
  sum: 0,
};

type Total = { -readonly [Key in "above" | "excess" | "sum"]: number };

/** A way that may be gone, and what nodes carry then. */
interface Followed {
  readonly way: Way;
  readonly carried: Float64Array;
}

/**
 * Looks for the fewest moves that bring no node above the level of its goal: every way is followed by one more unit leaving the node that is
 * furthest above, and of all ways with the same number of moves those that are least above go on.
 *
 * @param state every unit that may move stands at its origin
 * @returns whether a way was found that is good; the state is where it leads to then, else as it was
 */
export function reachWithFewer(state: SearchState, target: Target): boolean {
  const search = new Search(state, target);
  let asked = 0;
  for (let guests = 0; guests <= target.most; guests += 1) {
    for (const followed of search.follow(guests)) {
      if (followed.way.above > 0) {
        search.expand(followed);
        continue;
      }
      search.go(followed.way);
      asked += 1;
      if (target.isGood()) return true;
      search.back();
      if (asked >= MOST_ASKED) return false;
    }
  }
  return false;
}

class Search {
  private readonly loads: UnitLoads;
  /** By receiver: the lowest level of the goals that do not leave it out. */
  private readonly levels: Float64Array;
  private readonly unitsAt: readonly (readonly MoveUnit[])[];
  private readonly depth: number;
  /** By number of guests that moved. */
  private readonly ways: Way[][] = [[START]];
  private readonly carriedAtStart: Float64Array;
  private readonly mostFollowed: number;

  constructor(
    private readonly state: SearchState,
    private readonly wanted: Target,
  ) {
    const { receivers, unitLoads, placement } = state;
    unitLoads.refresh();
    this.loads = unitLoads;
    this.carriedAtStart = unitLoads.carriedNow();
    this.depth = placement.depth;
    this.levels = Float64Array.from(receivers, (node) =>
      Math.min(...wanted.goals.filter(({ skipped }) => !skipped.has(node)).map(({ level }) => level)),
    );
    this.unitsAt = receivers.map((node) => unitsOn(state, node));
    const affordable = Math.floor(FOLLOWED_PLACES / Math.max(1, wanted.most * receivers.length));
    this.mostFollowed = Math.max(FEWEST_FOLLOWED, Math.min(MOST_FOLLOWED, affordable));
  }

  /** The best ways with so many guests that can be gone, each set of moves once. */
  follow(guests: number): readonly Followed[] {
    const followed: Followed[] = [];
    const known = new Set<string>();
    for (const way of (this.ways[guests] ?? []).sort(inOrder)) {
      const key = keyOf(way);
      if (known.has(key)) continue;
      known.add(key);
      if (!this.go(way)) continue;
      this.back();
      followed.push({ way, carried: this.carriedAfter(way) });
      if (followed.length >= this.mostFollowed) break;
    }
    this.ways[guests] = [];
    return followed;
  }

  private carriedAfter(way: Way): Float64Array {
    const carried = this.carriedAtStart.slice();
    for (let step: Way | null = way; step; step = step.before)
      if (step.unit) this.loads.move(carried, step.unit, step.source, step.target);
    return carried;
  }

  /** Adds every way with one more unit leaving the node that is furthest above its level. */
  expand({ way, carried }: Followed): void {
    const { loads, levels } = this;
    const now = Float64Array.from(levels, (_, place) => loads.loadOf(carried, place));
    const source = furthestAbove(now, levels);
    const total = { above: 0, excess: 0, sum: 0 };
    for (let place = 0; place < levels.length; place += 1) this.count(total, place, now[place] ?? 0, 1);
    for (const unit of this.unitsAt[source] ?? []) {
      const guests = way.guests + unit.guests.length;
      const left = loads.loadWith(carried, source, unit, -1);
      if (guests > this.wanted.most || left >= (now[source] ?? 0) || hasMoved(way, unit)) continue;
      const without = { ...total };
      this.count(without, source, now[source] ?? 0, -1);
      this.count(without, source, left, 1);
      this.addTargets({ before: way, unit, source, guests }, { carried, now, without });
    }
  }

  private addTargets(
    moved: Pick<Way, "before" | "source" | "guests"> & { readonly unit: MoveUnit },
    {
      carried,
      now,
      without,
    }: { readonly carried: Float64Array; readonly now: Float64Array; readonly without: Total },
  ): void {
    const { source, unit, guests } = moved;
    const load = now[source] ?? 0;
    const bucket = this.ways[guests] ?? [];
    this.ways[guests] = bucket;
    for (let target = 0; target < now.length; target += 1) {
      const higher = target === source ? load : this.loads.loadWith(carried, target, unit, 1);
      if (higher >= load) continue;
      const total = { ...without };
      this.count(total, target, now[target] ?? 0, -1);
      this.count(total, target, higher, 1);
      // Each of the moves that are left takes something off one node.
      if (total.above <= this.wanted.most - guests) bucket.push({ ...moved, ...total, target });
    }
    if (bucket.length > MOST_KEPT) bucket.sort(inOrder).splice(MOST_KEPT / 2);
  }

  /** Adds a node's load to a total (sign 1) or takes it off (-1). */
  private count(total: Total, place: number, load: number, sign: -1 | 1): void {
    const more = load - (this.levels[place] ?? 0);
    total.sum += sign * powerOf(load);
    if (more <= ROUNDING) return;
    total.excess += sign * more;
    total.above += sign;
  }

  /** @returns whether every move of the way is allowed; if not, all is as at the start */
  go(way: Way): boolean {
    if (!way.unit) return true;
    if (way.before && !this.go(way.before)) return false;
    const made = this.state.moveUnit(way.unit, this.state.receivers[way.target] ?? -1, "optional");
    if (typeof made !== "string") return true;
    this.back();
    return false;
  }

  back(): void {
    this.state.undo(this.state.placement.depth - this.depth);
  }
}

function furthestAbove(loads: Float64Array, levels: Float64Array): number {
  const above = (place: number) => (loads[place] ?? 0) - (levels[place] ?? 0);
  let furthest = 0;
  for (let place = 1; place < levels.length; place += 1) if (above(place) > above(furthest)) furthest = place;
  return furthest;
}

/** The least above first. */
function inOrder(one: Way, other: Way): number {
  return one.excess - other.excess || one.sum - other.sum;
}

function hasMoved(way: Way, unit: MoveUnit): boolean {
  for (let step: Way | null = way; step; step = step.before) if (step.unit === unit) return true;
  return false;
}

function keyOf(way: Way): string {
  const moves: string[] = [];
  for (let step: Way | null = way; step?.unit; step = step.before)
    moves.push(`${step.unit.index}>${step.target}`);
  return moves.sort().join();
}
