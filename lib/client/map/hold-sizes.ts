/** A cell keeps its size until what it stands for is this many times as much, or as little. */
const RELEASE_FACTOR = 1.6;

/** Values closer together than this share of their node's total are not worth a new layout. */
const SMALL_SHARE = 0.02;

export interface SizedGuest {
  readonly key: string;
  readonly node: string;
  /** Above or equal 0. */
  readonly size: number;
}

/**
 * The sizes to lay guests out with: those held from before, as long as they are still about right, so that nothing on the map moves
 * with every reading. When one guest of a node has outgrown its size, all guests of that node are sized anew.
 *
 * @param held what this function answered before; empty at first
 * @returns `held` itself when nothing has changed
 */
export function holdSizes(
  held: ReadonlyMap<string, number>,
  guests: readonly SizedGuest[],
): ReadonlyMap<string, number> {
  const byNode = new Map<string, SizedGuest[]>();
  for (const guest of guests) {
    const those = byNode.get(guest.node);
    if (those) those.push(guest);
    else byNode.set(guest.node, [guest]);
  }
  const sizes = new Map<string, number>();
  let changed = held.size !== guests.length;
  for (const those of byNode.values()) {
    const total = those.reduce((sum, { size }) => sum + size, 0);
    const outgrown = those.some((guest) => isOutgrown(held.get(guest.key), guest.size, total));
    changed ||= outgrown;
    for (const { key, size } of those) sizes.set(key, outgrown ? size : (held.get(key) ?? size));
  }
  return changed ? sizes : held;
}

function isOutgrown(held: number | undefined, size: number, total: number): boolean {
  if (held === undefined) return true;
  if (Math.abs(size - held) <= SMALL_SHARE * total) return false;
  return size > held * RELEASE_FACTOR || size * RELEASE_FACTOR < held;
}
