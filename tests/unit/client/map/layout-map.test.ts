import { describe, expect, it } from "vitest";
import {
  BLOCK_HEADER,
  type Box,
  layoutMap,
  type MapNode,
  neighbourOf,
  whatIsAt,
} from "@/lib/client/map/layout-map";

const SCREEN = { width: 1200, height: 700 };

describe("a map", () => {
  it("has a block for each node, inside its width, none upon another", () => {
    for (const count of [1, 2, 3, 5, 8, 17, 32]) {
      const { blocks, width, height } = layoutMap(nodes(count, 30), SCREEN);
      expect(blocks).toHaveLength(count);
      for (const block of blocks) {
        expect(block.x).toBeGreaterThanOrEqual(0);
        expect(block.x + block.width).toBeLessThanOrEqual(width + 1);
        expect(block.y + block.height).toBeLessThanOrEqual(height);
        for (const other of blocks) if (other !== block) expect(overlap(block, other)).toBe(0);
      }
    }
  });

  it("fits 8 nodes and 32 nodes with 1,000 guests on one screen", () => {
    expect(layoutMap(nodes(8, 15), SCREEN).height).toBeLessThanOrEqual(SCREEN.height);
    expect(layoutMap(nodes(32, 31), SCREEN).height).toBeLessThanOrEqual(SCREEN.height);
  });

  it("gives guests areas in proportion to their sizes, below the header of their block", () => {
    const guests = [4, 2, 1, 1].map((size, index) => ({ key: `g${index}`, size, rank: 10 - index }));
    const [block] = layoutMap([{ name: "pve1", capacity: 1, guests }], SCREEN).blocks;
    const areas = block?.cells.map(({ width, height }) => width * height) ?? [];
    expect((areas[0] ?? 0) / (areas[1] ?? 1)).toBeCloseTo(2, 1);
    expect((areas[0] ?? 0) / (areas[3] ?? 1)).toBeCloseTo(4, 1);
    for (const cell of block?.cells ?? []) expect(cell.y).toBeGreaterThanOrEqual(BLOCK_HEADER);
  });

  it("shows a guest that uses nothing, and guests of which none uses anything", () => {
    const some = layoutMap(
      [
        {
          name: "pve1",
          capacity: 1,
          guests: [
            { key: "a", size: 100, rank: 1 },
            { key: "b", size: 0, rank: 0 },
          ],
        },
      ],
      SCREEN,
    ).blocks[0];
    expect(some?.cells.every(({ width, height }) => width * height > 100)).toBe(true);
    const none = layoutMap([{ name: "pve1", capacity: 1, guests: [{ key: "a", size: 0, rank: 0 }] }], SCREEN);
    expect(none.blocks[0]?.cells[0]?.width).toBeGreaterThan(100);
  });

  it("makes a larger node's block higher, and a huge one's not without end", () => {
    const { blocks } = layoutMap(
      [1, 1, 1.3, 100].map((capacity, index) => ({ name: `pve${index}`, capacity, guests: [] })),
      SCREEN,
    );
    expect(blocks[2]?.height).toBeGreaterThan(blocks[0]?.height ?? 0);
    expect(blocks[3]?.height).toBeLessThan(2 * (blocks[0]?.height ?? 0));
  });

  it("keeps a guest's place while ranks stay, whatever order the guests come in", () => {
    const one = nodes(4, 20);
    const shuffled = one.map((node) => ({ ...node, guests: node.guests.toReversed() }));
    expect(layoutMap(shuffled, SCREEN)).toEqual(layoutMap(one, SCREEN));
  });

  it("is empty without nodes and without room", () => {
    expect(layoutMap([], SCREEN).blocks).toEqual([]);
    expect(layoutMap(nodes(2, 2), { width: 0, height: 0 }).blocks).toEqual([]);
  });
});

describe("finding one's way", () => {
  it("tells what is under the pointer", () => {
    const layout = layoutMap(nodes(3, 5), SCREEN);
    for (const block of layout.blocks) {
      expect(whatIsAt(layout, { x: block.x + 3, y: block.y + 3 })).toEqual({ block, cell: null });
      for (const cell of block.cells) {
        const middle = { x: cell.x + cell.width / 2, y: cell.y + cell.height / 2 };
        expect(whatIsAt(layout, middle)).toEqual({ block, cell });
      }
    }
    expect(whatIsAt(layout, { x: -5, y: -5 })).toBeNull();
  });

  it("leads from any cell to any other with arrow keys", () => {
    const layout = layoutMap(nodes(5, 12), SCREEN);
    const all = layout.blocks.flatMap(({ cells }) => cells.map(({ key }) => key));
    const reached = new Set([all[0] ?? ""]);
    for (const key of reached)
      for (const direction of ["left", "right", "up", "down"] as const) {
        const next = neighbourOf(layout, key, direction);
        if (next) reached.add(next);
      }
    expect(reached.size).toBe(all.length);
  });

  it("stops at the edge, and begins with the first guest", () => {
    const layout = layoutMap(nodes(1, 1), SCREEN);
    expect(neighbourOf(layout, "pve0/0", "left")).toBeNull();
    expect(neighbourOf(layout, "nobody", "left")).toBe("pve0/0");
  });
});

function nodes(count: number, guests: number): MapNode[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `pve${index}`,
    capacity: 64 + (index % 3) * 16,
    guests: Array.from({ length: guests }, (_, guest) => ({
      key: `pve${index}/${guest}`,
      size: 1 + ((guest * 7 + index) % 9),
      rank: (guest * 5) % 11,
    })),
  }));
}

function overlap(one: Box, other: Box): number {
  const wide = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const high = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, wide) * Math.max(0, high);
}
