import type { Box, MapLayout } from "./layout-map";

/** A planned move on the map: from the guest's cell to where its ghost waits on the target. */
export interface MapArrow {
  readonly key: string;
  readonly from: Box;
  readonly ghost: Box;
  readonly label: string;
}

interface Move {
  readonly key: string;
  readonly to: string;
  readonly label: string;
}

const GHOST = { width: 44, height: 16, gap: 3 } as const;

/** Arrows for the moves whose guest and target are on the map. Ghosts of one target stand side by side at its lower edge, in the plan's order. */
export function mapArrows({ blocks }: MapLayout, moves: readonly Move[]): readonly MapArrow[] {
  const cells = new Map(blocks.flatMap(({ cells: those }) => those.map((cell) => [cell.key, cell])));
  const taken = new Map<string, number>();
  return moves.flatMap((move) => {
    const from = cells.get(move.key);
    const target = blocks.find(({ node }) => node === move.to);
    if (!from || !target) return [];
    const place = taken.get(move.to) ?? 0;
    taken.set(move.to, place + 1);
    const across = Math.max(1, Math.floor(target.width / (GHOST.width + GHOST.gap)));
    const row = Math.floor(place / across);
    const ghost = {
      x: target.x + target.width - (GHOST.width + GHOST.gap) * ((place % across) + 1),
      y: target.y + target.height - (GHOST.height + GHOST.gap) * (row + 1),
      width: GHOST.width,
      height: GHOST.height,
    };
    return [{ key: move.key, from, ghost, label: move.label }];
  });
}
