import type { GuestList } from "./guest-list";

/**
 * Where every guest is at one moment of a plan, and what each node carries then. Changed in place: `apply` and `undo` take
 * constant time (plus the guest's rules and disks), so that a search can try millions of moves.
 */
export interface Placement {
  /** By guest: index of its node, -1 when its node is not in the snapshot. Do not write. */
  readonly nodeOf: Int32Array;
  /** By node and resource, base and guests together. Do not write. */
  readonly load: Float64Array;
  /** Guests by node, running or not. Do not write. */
  readonly guestsOn: readonly Pick<GuestList, "size" | "at" | "has" | typeof Symbol.iterator>[];
  /** By rule: guests in the wrong place of it; 0 for one that holds. Do not write. */
  readonly misplaced: Int32Array;
  /** The same for all strict rules, and for all that are not strict. */
  readonly brokenStrict: number;
  readonly brokenLoose: number;
  /** Bytes free on a storage as seen from a node after all moves made so far; null where the storage is not there. */
  readonly freeBytes: (storage: string, node: number) => number | null;
  readonly apply: (guest: number, target: number) => void;
  /** Takes back the latest `apply` that has not been taken back. */
  readonly undo: () => void;
  /** Number of moves that can be taken back. */
  readonly depth: number;
  /**
   * How many more strict rules would be broken (negative: fewer) with the guest on the target; the same for loose ones.
   */
  readonly strictDelta: (guest: number, target: number) => number;
  readonly looseDelta: (guest: number, target: number) => number;
  readonly copy: () => Placement;
}
