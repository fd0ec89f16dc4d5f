import type { Need } from "../plan";

/** One reason to move something. */
export interface PlanningNeed {
  readonly need: Need;
  /** A node's name or a rule's id. */
  readonly subject: string;
  /** Must be done, whatever it costs in balance: a strict rule, capacity, emptying a node. */
  readonly forced: boolean;
  /** Guests that are concerned, by index: those a rule would have elsewhere, those on the node in question. */
  readonly guests: readonly number[];
  /** Nodes that are to be relieved, by index. */
  readonly nodes: readonly number[];
  readonly sentence: string;
}
