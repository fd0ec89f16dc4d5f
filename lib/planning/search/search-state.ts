import { estimateMove } from "../cost/estimate-move";
import { type MoveFiguresOf, moveFiguresFrom } from "../cost/move-figures";
import { NodeLoads } from "../goal/node-loads";
import { createGuards, type Guards } from "../guards/create-guards";
import type { MovePurpose, RefusalCode } from "../guards/guard";
import type { ClusterModel } from "../model/cluster-model";
import { createPlacement } from "../model/create-placement";
import type { Placement } from "../model/placement";
import type { Need } from "../plan";
import { ClusterScores } from "../score-after";
import { type MoveUnit, moveUnits } from "./move-units";
import { nodeOrder } from "./node-order";
import { UnitLoads } from "./unit-loads";
import type { WorthTogether } from "./worth-together";

/** One guest to one node. */
export interface GuestMove {
  readonly guest: number;
  readonly from: number;
  readonly to: number;
}

/** Why a step is made. */
export interface StepCause {
  readonly need: Need;
  /** A node's name or a rule's id. */
  readonly subject: string;
}

/** Moves that only make sense together, in the order in which they can be made one by one. */
export interface SearchStep extends StepCause {
  readonly moves: readonly GuestMove[];
}

/** What ends a search: never the clock alone, unless planning takes far longer than it should. */
export interface SearchLimits {
  readonly nowMs: () => number;
  readonly untilMs: number;
  /** Whether moves are left out only where the nodes stay as even as with them. */
  readonly staysEven?: boolean;
}

/** One cluster while moves are tried on it, with everything that a try asks again and again. */
export class SearchState {
  readonly placement: Placement;
  readonly loads: NodeLoads;
  readonly scores: ClusterScores;
  readonly guards: Guards;
  readonly units: readonly MoveUnit[];
  readonly unitOf: readonly MoveUnit[];
  /** Indices of nodes in an order that does not depend on names. */
  readonly order: Int32Array;
  /** Nodes that may receive guests, in the same order. */
  readonly receivers: readonly number[];
  readonly steps: SearchStep[] = [];
  /** By unit: what its cost counts for when moves are compared; NaN until it was asked for. */
  readonly handicaps: Float64Array;
  timedOut = false;
  /** Share by which all moves for balance's sake together would have relieved the busiest node, when that was too little to make them. */
  tooLittle: number | null = null;
  /** What they cost and are worth, when that was too little to begin with them. */
  hardlyWorth: WorthTogether | null = null;
  evaluations = 0;
  /** How often it was tried to make room for a guest. */
  roomTries = 0;
  private readonly figuresOf: MoveFiguresOf;
  private preparedLoads: UnitLoads | null = null;

  constructor(
    readonly model: ClusterModel,
    readonly limits: SearchLimits = { nowMs: () => 0, untilMs: 1 },
  ) {
    this.placement = createPlacement(model);
    this.loads = new NodeLoads(model, this.placement);
    this.scores = new ClusterScores(model, this.placement.load);
    this.guards = createGuards(model);
    const { units, unitOf } = moveUnits(model);
    this.units = units;
    this.unitOf = unitOf;
    this.handicaps = new Float64Array(units.length).fill(Number.NaN);
    this.order = nodeOrder(model);
    this.receivers = [...this.order].filter((node) => model.nodes[node]?.canReceive);
    this.figuresOf = moveFiguresFrom(model.input);
  }

  /** Made when it is asked for first: only worth it in a cluster that is small enough. */
  get unitLoads(): UnitLoads {
    this.preparedLoads ??= new UnitLoads(this.loads, this.receivers, this.units);
    return this.preparedLoads;
  }

  nodeOf(guest: number): number {
    return this.placement.nodeOf[guest] ?? -1;
  }

  refuse(guest: number, target: number, purpose: MovePurpose): RefusalCode | null {
    const { model, placement } = this;
    return this.guards.refuse({ model, placement, guest, target, purpose });
  }

  /**
   * Moves all of a unit's guests that are elsewhere, if every one of them is allowed.
   *
   * @returns the moves made, or the refusal after which nothing has changed
   */
  moveUnit(unit: MoveUnit, target: number, purpose: MovePurpose): readonly GuestMove[] | RefusalCode {
    const { model, placement } = this;
    const made: GuestMove[] = [];
    const broken = placement.brokenStrict;
    const inGroup = unit.guests.length > 1;
    for (const guest of unit.guests) {
      const from = this.nodeOf(guest);
      if (from === target) continue;
      const question = { model, placement, guest, target, purpose };
      const code = inGroup ? this.guards.refuseInGroup(question) : this.guards.refuse(question);
      if (code !== null) {
        this.undo(made.length);
        return code;
      }
      placement.apply(guest, target);
      made.push({ guest, from, to: target });
    }
    if (made.length === 0) return "same-node";
    if (!inGroup || placement.brokenStrict <= broken) return made;
    this.undo(made.length);
    return "affinity";
  }

  undo(moves: number): void {
    for (let count = moves; count > 0; count -= 1) this.placement.undo();
  }

  /** Seconds that the moves count for one after the other; see `MoveCost.effortSeconds`. */
  secondsOf(moves: readonly GuestMove[]): number {
    let seconds = 0;
    for (const move of moves) seconds += this.secondsOfMove(move);
    return seconds;
  }

  secondsOfMove({ guest, from, to }: GuestMove): number {
    const { guests, nodes } = this.model;
    const it = guests[guest];
    if (!it) return 0;
    return estimateMove(this.figuresOf(it.guest, nodes[from]?.node.name ?? "", nodes[to]?.node.name ?? ""))
      .effortSeconds;
  }

  /** Guests that are elsewhere than at the start. */
  movedCount(): number {
    let moved = 0;
    for (const [guest, node] of this.model.startNode.entries()) if (this.nodeOf(guest) !== node) moved += 1;
    return moved;
  }

  get isOverTime(): boolean {
    if (!this.timedOut && this.limits.nowMs() > this.limits.untilMs) this.timedOut = true;
    return this.timedOut;
  }
}
