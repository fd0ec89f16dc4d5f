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
  const chosen = new Map<number, number>();
  let steps = 0;

  const free = (unit: number): readonly number[] => {
    const taken = new Set([...(neighbours[unit] ?? [])].map((other) => chosen.get(other)));
    return (permitted[unit] ?? []).filter((node) => !taken.has(node));
  };
  const narrowest = (): { unit: number; nodes: readonly number[] } | null => {
    let best: { unit: number; nodes: readonly number[] } | null = null;
    for (const unit of permitted.keys()) {
      if (chosen.has(unit) || neighbours[unit]?.size === 0) continue;
      const nodes = free(unit);
      if (best === null || nodes.length < best.nodes.length) best = { unit, nodes };
    }
    return best;
  };
  const fill = (): boolean => {
    const next = narrowest();
    if (next === null) return true;
    for (const node of next.nodes) {
      steps += 1;
      if (steps > MOST_STEPS) return true;
      chosen.set(next.unit, node);
      if (fill()) return true;
      chosen.delete(next.unit);
    }
    return false;
  };
  return fill();
}
