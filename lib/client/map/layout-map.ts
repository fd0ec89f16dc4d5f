import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MapCell extends Box {
  readonly key: string;
}

export interface MapBlock extends Box {
  readonly node: string;
  readonly cells: readonly MapCell[];
}

export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly MapBlock[];
}

export interface MapNode {
  readonly name: string;
  /** In the view's unit; null is drawn like the median. */
  readonly capacity: number | null;
  readonly guests: readonly { readonly key: string; readonly size: number; readonly rank: number }[];
}

export const BLOCK_HEADER = 34;
const GAP = 8;
const CELL_GAP = 1;
const LEAST_BLOCK_WIDTH = 148;
/** Height against the median node's, so that one huge node does not dwarf the others. */
const LEAST_HEIGHT = 0.7;
const MOST_HEIGHT = 1.5;
/** A guest that uses next to nothing is drawn as if it used this share of its node's mean. */
const LEAST_SIZE = 0.12;
const LEAST_BODY = 96;
/** Of a body, per guest; makes room where there are many. */
const AREA_PER_GUEST = 480;

/**
 * Places a block for each node, in the order given, and in it a cell for each guest: squarified, in order of `rank`, which does not follow the
 * readings, so that a guest keeps its place.
 *
 * @param width of the map in CSS pixels
 * @param height that is free on the screen; the map becomes taller where its blocks would be too small
 */
export function layoutMap(
  nodes: readonly MapNode[],
  { width, height }: { readonly width: number; readonly height: number },
): MapLayout {
  if (nodes.length === 0 || width <= 0) return { width, height: 0, blocks: [] };
  const columns = columnsFor(nodes.length, { width, height });
  const blockWidth = (width - GAP * (columns - 1)) / columns;
  const stacks = stackNodes(nodes, columns);
  const body = Math.max(fittingBody(stacks, height), readableBody(nodes, blockWidth));

  const blocks: MapBlock[] = [];
  let bottom = 0;
  for (const [column, stack] of stacks.entries()) {
    let y = 0;
    for (const { node, relativeHeight } of stack) {
      const box = {
        x: Math.round(column * (blockWidth + GAP)),
        y,
        width: Math.floor(blockWidth),
        height: BLOCK_HEADER + Math.floor(body * relativeHeight),
      };
      blocks.push({ ...box, node: node.name, cells: layoutCells(node, box) });
      bottom = Math.max(bottom, y + box.height);
      y += box.height + GAP;
    }
  }
  const order = new Map(nodes.map(({ name }, index) => [name, index]));
  blocks.sort((one, other) => (order.get(one.node) ?? 0) - (order.get(other.node) ?? 0));
  return { width, height: bottom, blocks };
}

interface StackedNode {
  readonly node: MapNode;
  /** 1 is the median node's. */
  readonly relativeHeight: number;
}

/** Each node in turn goes to the column that is the shortest so far. */
function stackNodes(nodes: readonly MapNode[], columns: number): readonly (readonly StackedNode[])[] {
  const median = medianOf(nodes.flatMap(({ capacity }) => (capacity === null ? [] : [capacity])));
  const stacks = Array.from({ length: columns }, (): StackedNode[] => []);
  const heights = new Array<number>(columns).fill(0);
  for (const node of nodes) {
    const relative = node.capacity === null || median === null || median <= 0 ? 1 : node.capacity / median;
    const relativeHeight = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, relative));
    const column = heights.indexOf(Math.min(...heights));
    stacks[column]?.push({ node, relativeHeight });
    heights[column] = (heights[column] ?? 0) + relativeHeight;
  }
  return stacks;
}

/** Height of the median node's body with which the highest column just fits. */
function fittingBody(stacks: readonly (readonly StackedNode[])[], height: number): number {
  const fitting = stacks.map((stack) => {
    const relative = stack.reduce((sum, { relativeHeight }) => sum + relativeHeight, 0);
    return (height - GAP * (stack.length - 1) - BLOCK_HEADER * stack.length) / relative;
  });
  return Math.min(...fitting);
}

/** Height that the guests of the fullest node need to be told apart. */
function readableBody(nodes: readonly MapNode[], blockWidth: number): number {
  const most = Math.max(...nodes.map(({ guests }) => guests.length));
  return Math.min(3 * LEAST_BODY, Math.max(LEAST_BODY, (most * AREA_PER_GUEST) / blockWidth));
}

interface Leaf {
  readonly key: string;
  readonly size: number;
  readonly children?: readonly Leaf[];
}

function layoutCells({ guests }: MapNode, block: Box): readonly MapCell[] {
  if (guests.length === 0) return [];
  const mean = guests.reduce((sum, { size }) => sum + size, 0) / guests.length;
  const least = mean > 0 ? mean * LEAST_SIZE : 1;
  const children = guests
    .toSorted((one, other) => other.rank - one.rank || (one.key < other.key ? -1 : 1))
    .map(({ key, size }): Leaf => ({ key, size: Math.max(size, least) }));
  const root = hierarchy<Leaf>({ key: "", size: 0, children }, (leaf) => [...(leaf.children ?? [])]).sum(
    ({ size }) => size,
  );
  const laidOut = treemap<Leaf>()
    .tile(treemapSquarify)
    .size([block.width, block.height - BLOCK_HEADER])
    .paddingInner(CELL_GAP)(root);
  return laidOut.leaves().map(({ data, x0, x1, y0, y1 }) => ({
    key: data.key,
    x: block.x + x0,
    y: block.y + BLOCK_HEADER + y0,
    width: x1 - x0,
    height: y1 - y0,
  }));
}

/** As many columns as make the blocks about as wide as high on the space there is. */
function columnsFor(count: number, { width, height }: { width: number; height: number }): number {
  const most = Math.max(1, Math.min(count, Math.floor((width + GAP) / (LEAST_BLOCK_WIDTH + GAP))));
  let best = 1;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= most; columns += 1) {
    const rows = Math.ceil(count / columns);
    const ratio = width / columns / (height / rows);
    const empty = columns * rows - count;
    const distance = Math.abs(Math.log(ratio / 1.25)) + empty / count / 4;
    if (distance < bestDistance) {
      best = columns;
      bestDistance = distance;
    }
  }
  return best;
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** The cell under a point, or the block when it is between cells; null outside. */
export function whatIsAt(
  { blocks }: MapLayout,
  { x, y }: { readonly x: number; readonly y: number },
): { readonly block: MapBlock; readonly cell: MapCell | null } | null {
  const block = blocks.find((candidate) => contains(candidate, x, y));
  if (!block) return null;
  return { block, cell: block.cells.find((cell) => contains(cell, x, y)) ?? null };
}

function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

export type Direction = "left" | "right" | "up" | "down";

/** The cell that an arrow key leads to from another: the nearest whose middle lies that way. Null at the edge. */
export function neighbourOf({ blocks }: MapLayout, key: string, direction: Direction): string | null {
  const cells = blocks.flatMap((block) => block.cells);
  const from = cells.find((cell) => cell.key === key);
  if (!from) return cells[0]?.key ?? null;
  let nearest: { key: string; distance: number } | null = null;
  for (const cell of cells) {
    if (cell === from) continue;
    const distance = distanceTowards(from, cell, direction);
    if (distance !== null && (nearest === null || distance < nearest.distance))
      nearest = { key: cell.key, distance };
  }
  return nearest?.key ?? null;
}

/** Across counts twice, so that a row is walked along before the next one is entered. */
function distanceTowards(from: Box, to: Box, direction: Direction): number | null {
  const right = to.x + to.width / 2 - (from.x + from.width / 2);
  const down = to.y + to.height / 2 - (from.y + from.height / 2);
  const along = { left: -right, right, up: -down, down }[direction];
  const across = Math.abs(direction === "left" || direction === "right" ? down : right);
  return along <= 0.5 ? null : along + 2 * across;
}
