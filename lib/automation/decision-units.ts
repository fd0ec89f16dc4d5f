import type { Need, PlannedMove } from "@/lib/planning/plan";

/** Moves that are made together or not at all. */
export interface DecisionUnit {
  /** In the order of execution. */
  readonly moves: readonly PlannedMove[];
  readonly forced: boolean;
  /** The lowest of its moves. */
  readonly confidence: number;
  /** The highest of its moves. */
  readonly risk: number;
}

/** Needs that are met whatever it costs in balance; evacuations and ways home have a job of their own. */
const FORCED: ReadonlySet<Need> = new Set(["rule", "capacity"]);

/**
 * A plan's moves, put together and in the order in which they are decided. Moves of one bundle belong together (a swap, a chain, a group
 * that is kept together), and so do all moves of one guest (a temporary one and the one that goes on). Forced units come first, then the
 * plan's waves, then the surer, the less risky, and the lower VMID. The order of `moves` does not matter.
 */
export function decisionUnits(moves: readonly PlannedMove[]): readonly DecisionUnit[] {
  const byUnit = new Map<string, PlannedMove[]>();
  const root = joinedRoots(moves);
  for (const move of moves) {
    const key = root(guestKey(move));
    byUnit.set(key, [...(byUnit.get(key) ?? []), move]);
  }
  return [...byUnit.values()].map(unitOf).sort(compareUnits);
}

function unitOf(moves: readonly PlannedMove[]): DecisionUnit {
  return {
    moves: [...moves].sort((one, other) => one.wave - other.wave || one.vmid - other.vmid),
    forced: moves.some(({ reason }) => FORCED.has(reason.need)),
    confidence: Math.min(...moves.map(({ confidence }) => confidence)),
    risk: Math.max(...moves.map(({ risk }) => risk)),
  };
}

function compareUnits(one: DecisionUnit, other: DecisionUnit): number {
  return (
    Number(other.forced) - Number(one.forced) ||
    firstWave(one) - firstWave(other) ||
    other.confidence - one.confidence ||
    one.risk - other.risk ||
    lowestVmid(one) - lowestVmid(other)
  );
}

function firstWave({ moves }: DecisionUnit): number {
  return moves[0]?.wave ?? 0;
}

function lowestVmid({ moves }: DecisionUnit): number {
  return Math.min(...moves.map(({ vmid }) => vmid));
}

function guestKey({ vmid }: PlannedMove): string {
  return `guest ${vmid}`;
}

/** Joins every guest with its bundle; guests with the same root are one unit. */
function joinedRoots(moves: readonly PlannedMove[]): (key: string) => string {
  const parents = new Map<string, string>();
  const root = (key: string): string => {
    let found = key;
    for (let parent = parents.get(found); parent !== undefined; parent = parents.get(found)) found = parent;
    return found;
  };
  for (const move of moves) {
    if (move.bundle === null) continue;
    const guest = root(guestKey(move));
    const bundle = root(`bundle ${move.bundle}`);
    if (guest !== bundle) parents.set(guest, bundle);
  }
  return root;
}
