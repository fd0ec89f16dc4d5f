/** Choices that are tried before giving up: what is not decided by then counts as possible. */
const MOST_STEPS = 20_000;

export interface DistinctNodesQuestion {
  /** Permitted nodes of each unit, the preferred one first. */
  readonly permitted: readonly (readonly number[])[];
  /** Units of which no two may be on one node. */
  readonly apart: readonly (readonly number[])[];
}

/**
 * Whether every unit can have one of its nodes such that units that are to be apart are.
 *
 * A single set of units is decided exactly (a matching); several sets that share units by trying, up to a fixed number of steps.
 *
 * @returns false only when it is sure that it cannot be done
 */
export function canBeApart({ permitted, apart }: DistinctNodesQuestion): boolean {
  if (permitted.some((nodes) => nodes.length === 0)) return false;
  if (!apart.every((units) => new Set(units).size === units.length && hasMatching(units, permitted))) {
    return false;
  }
  const seen = new Set<number>();
  const sharing = apart.flat().some((unit) => seen.size === seen.add(unit).size);
  return !sharing || canColour({ permitted, apart });
}

/** Whether the units can have a node each, all different: augmenting paths. */
function hasMatching(units: readonly number[], permitted: readonly (readonly number[])[]): boolean {
  const unitOn = new Map<number, number>();
  const place = (unit: number, tried: Set<number>): boolean => {
    for (const node of permitted[unit] ?? []) {
      if (tried.has(node)) continue;
      tried.add(node);
      const there = unitOn.get(node);
      if (there === undefined || place(there, tried)) {
        unitOn.set(node, unit);
        return true;
      }
    }
    return false;
  };
  return units.every((unit) => place(unit, new Set()));
}

function canColour({ permitted, apart }: DistinctNodesQuestion): boolean {
  const neighbours = permitted.map(() => new Set<number>());
  for (const units of apart) {
    for (const unit of units) for (const other of units) if (unit !== other) neighbours[unit]?.add(other);
  }
  return new Colouring(
    permitted,
    neighbours.map((others) => [...others]),
  ).fill();
}

/** Units that get their nodes one after the other, the one with the fewest nodes left first. */
class Colouring {
  private readonly nodeCount: number;
  /** By unit and node: how many neighbours have the node. */
  private readonly taken: Int32Array;
  /** By unit: permitted nodes that no neighbour has. */
  private readonly left: Int32Array;
  /** By unit and node: 1 where it is permitted. */
  private readonly may: Uint8Array;
  private readonly chosen: Uint8Array;
  private steps = 0;

  constructor(
    private readonly permitted: readonly (readonly number[])[],
    private readonly neighbours: readonly (readonly number[])[],
  ) {
    this.nodeCount = 1 + permitted.reduce((most, nodes) => Math.max(most, ...nodes), 0);
    this.taken = new Int32Array(permitted.length * this.nodeCount);
    this.may = new Uint8Array(permitted.length * this.nodeCount);
    this.left = Int32Array.from(permitted, ({ length }) => length);
    this.chosen = new Uint8Array(permitted.length);
    for (const [unit, nodes] of permitted.entries()) {
      for (const node of nodes) this.may[unit * this.nodeCount + node] = 1;
    }
  }

  /** Whether all units that are left can have a node; true as well when that took too many steps to find out. */
  fill(): boolean {
    const unit = this.narrowest();
    if (unit < 0) return true;
    for (const node of this.permitted[unit] ?? []) {
      if (this.taken[unit * this.nodeCount + node] !== 0) continue;
      this.steps += 1;
      if (this.steps > MOST_STEPS) return true;
      this.choose(unit, node, 1);
      if (this.fill()) return true;
      this.choose(unit, node, -1);
    }
    return false;
  }

  private narrowest(): number {
    let best = -1;
    for (let unit = 0; unit < this.left.length; unit += 1) {
      if (this.chosen[unit] === 1 || this.neighbours[unit]?.length === 0) continue;
      if (best < 0 || (this.left[unit] ?? 0) < (this.left[best] ?? 0)) best = unit;
    }
    return best;
  }

  private choose(unit: number, node: number, by: 1 | -1): void {
    this.chosen[unit] = by === 1 ? 1 : 0;
    for (const other of this.neighbours[unit] ?? []) {
      const place = other * this.nodeCount + node;
      const before = this.taken[place] ?? 0;
      this.taken[place] = before + by;
      const changes = this.may[place] === 1 && (before === 0 || before + by === 0);
      if (changes) this.left[other] = (this.left[other] ?? 0) - by;
    }
  }
}
