import { type ClusterModel, LOCAL_DISK, RESOURCE_COUNT } from "./cluster-model";
import { GuestList } from "./guest-list";
import type { Placement } from "./placement";
import { RuleCounts } from "./rule-counts";

/**
 * Every guest where the model says it is now. Nothing is rounded on the way back: after `undo` every figure is to the bit
 * what it was before.
 */
export function createPlacement(model: ClusterModel): Placement {
  const load = model.base.slice();
  for (const [guest, node] of model.startNode.entries()) {
    if (node < 0) continue;
    for (let resource = 0; resource < RESOURCE_COUNT; resource += 1) {
      const place = node * RESOURCE_COUNT + resource;
      load[place] = (load[place] ?? 0) + (model.demand[guest * RESOURCE_COUNT + resource] ?? 0);
    }
  }
  return new WorkingPlacement(model, {
    nodeOf: model.startNode.slice(),
    load,
    free: model.disks.freeBytes.slice(),
  });
}

interface State {
  readonly nodeOf: Int32Array;
  readonly load: Float64Array;
  /** By storage and node. */
  readonly free: Float64Array;
}

/** What both nodes carried before a move: so many figures are kept for each move that can be taken back. */
const KEPT = 2 * RESOURCE_COUNT;

class WorkingPlacement implements Placement {
  readonly nodeOf: Int32Array;
  readonly load: Float64Array;
  readonly guestsOn: readonly GuestList[];
  readonly misplaced: Int32Array;
  brokenStrict = 0;
  brokenLoose = 0;
  private readonly free: Float64Array;
  private readonly counts: RuleCounts;
  private readonly movedGuests: number[] = [];
  private readonly leftNodes: number[] = [];
  private kept = new Float64Array(KEPT * 16);

  constructor(
    private readonly model: ClusterModel,
    state: State,
  ) {
    this.nodeOf = state.nodeOf;
    this.load = state.load;
    this.free = state.free;
    this.guestsOn = model.nodes.map(() => new GuestList());
    for (const [guest, node] of this.nodeOf.entries()) this.guestsOn[node]?.add(guest);
    this.counts = new RuleCounts(model.rules, model.nodes.length, this.nodeOf);
    this.misplaced = new Int32Array(model.rules.rules.length);
    for (const [index, { rule }] of model.rules.rules.entries()) {
      const misplaced = this.counts.misplaced(index, this.nodeOf);
      this.misplaced[index] = misplaced;
      if (rule.strict) this.brokenStrict += misplaced;
      else this.brokenLoose += misplaced;
    }
  }

  get depth(): number {
    return this.movedGuests.length;
  }

  freeBytes = (storage: string, node: number): number | null => {
    const index = this.model.disks.storageIndex.get(storage);
    if (index === undefined) return null;
    const place = index * this.model.nodes.length + node;
    return this.model.disks.present[place] === 1 ? (this.free[place] ?? 0) : null;
  };

  apply = (guest: number, target: number): void => {
    const from = this.nodeOf[guest] ?? -1;
    this.keep(from, target);
    this.movedGuests.push(guest);
    this.leftNodes.push(from);
    if (from !== target) {
      this.changeRules(guest, target);
      this.addLoad(guest, from, -1);
      this.addLoad(guest, target, 1);
      this.place(guest, target);
    }
  };

  undo = (): void => {
    const guest = this.movedGuests.pop();
    const back = this.leftNodes.pop();
    if (guest === undefined || back === undefined) return;
    const from = this.nodeOf[guest] ?? -1;
    if (from !== back) {
      this.changeRules(guest, back);
      this.place(guest, back);
    }
    const at = this.movedGuests.length * KEPT;
    this.restore(back, at);
    this.restore(from, at + RESOURCE_COUNT);
  };

  strictDelta = (guest: number, target: number): number => this.brokenDelta(guest, target, true);

  looseDelta = (guest: number, target: number): number => this.brokenDelta(guest, target, false);

  copy = (): Placement =>
    new WorkingPlacement(this.model, {
      nodeOf: this.nodeOf.slice(),
      load: this.load.slice(),
      free: this.free.slice(),
    });

  /** Notes what a move changes in the state of rules; before the guest is there. */
  private changeRules(guest: number, target: number): void {
    const { rules, ofGuest } = this.model.rules;
    const own = ofGuest[guest];
    if (own === undefined || own.length === 0) return;
    for (const index of own) {
      const delta = this.counts.delta(index, guest, target, this.nodeOf);
      if (delta === 0) continue;
      this.misplaced[index] = (this.misplaced[index] ?? 0) + delta;
      if (rules[index]?.rule.strict) this.brokenStrict += delta;
      else this.brokenLoose += delta;
    }
  }

  private brokenDelta(guest: number, target: number, strict: boolean): number {
    const { rules, ofGuest } = this.model.rules;
    let delta = 0;
    for (const index of ofGuest[guest] ?? []) {
      if (rules[index]?.rule.strict === strict) delta += this.counts.delta(index, guest, target, this.nodeOf);
    }
    return delta;
  }

  /** Puts a guest on another node in everything but the load and the state of rules. */
  private place(guest: number, target: number): void {
    const from = this.nodeOf[guest] ?? -1;
    this.moveDisks(guest, from, target);
    if (from >= 0) this.counts.change(guest, from, -1);
    if (target >= 0) this.counts.change(guest, target, 1);
    this.guestsOn[from]?.delete(guest);
    this.guestsOn[target]?.add(guest);
    this.nodeOf[guest] = target;
  }

  private moveDisks(guest: number, from: number, target: number): void {
    const start = this.model.startNode[guest];
    const nodeCount = this.model.nodes.length;
    for (const disk of this.model.disks.localDisks[guest] ?? []) {
      const row = disk.storage * nodeCount;
      if (from >= 0) {
        this.free[row + from] =
          (this.free[row + from] ?? 0) + (from === start ? disk.takenBytes : disk.sizeBytes);
      }
      if (target >= 0) {
        this.free[row + target] =
          (this.free[row + target] ?? 0) - (target === start ? disk.takenBytes : disk.sizeBytes);
      }
    }
  }

  private addLoad(guest: number, node: number, sign: 1 | -1): void {
    if (node < 0) return;
    const from = guest * RESOURCE_COUNT;
    const to = node * RESOURCE_COUNT;
    for (let resource = 0; resource < RESOURCE_COUNT; resource += 1) {
      this.load[to + resource] =
        (this.load[to + resource] ?? 0) + sign * (this.model.demand[from + resource] ?? 0);
    }
    const growth = this.model.disks.growthBytes[guest] ?? 0;
    if (growth !== 0 && node !== this.model.startNode[guest])
      this.load[to + LOCAL_DISK] = (this.load[to + LOCAL_DISK] ?? 0) + sign * growth;
  }

  private keep(from: number, target: number): void {
    const at = this.movedGuests.length * KEPT;
    if (at + KEPT > this.kept.length) {
      const larger = new Float64Array(this.kept.length * 2);
      larger.set(this.kept);
      this.kept = larger;
    }
    for (let resource = 0; resource < RESOURCE_COUNT; resource += 1) {
      this.kept[at + resource] = this.load[from * RESOURCE_COUNT + resource] ?? 0;
      this.kept[at + RESOURCE_COUNT + resource] = this.load[target * RESOURCE_COUNT + resource] ?? 0;
    }
  }

  private restore(node: number, at: number): void {
    if (node < 0) return;
    for (let resource = 0; resource < RESOURCE_COUNT; resource += 1) {
      this.load[node * RESOURCE_COUNT + resource] = this.kept[at + resource] ?? 0;
    }
  }
}
