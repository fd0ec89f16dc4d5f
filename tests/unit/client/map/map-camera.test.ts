import { describe, expect, it } from "vitest";
import { panBy, showBox, toMap, WHOLE_MAP, zoomAt } from "@/lib/client/map/map-camera";

const SIZE = { width: 1000, height: 600 };

describe("the part of the map that is seen", () => {
  it("keeps the point under the pointer while zooming in and out", () => {
    const at = { x: 400, y: 250 };
    const before = toMap(WHOLE_MAP, at);
    const near = zoomAt(WHOLE_MAP, 3, at, SIZE);
    expect(toMap(near, at).x).toBeCloseTo(before.x);
    expect(toMap(near, at).y).toBeCloseTo(before.y);
    expect(zoomAt(near, 1 / 3, at, SIZE)).toEqual(WHOLE_MAP);
  });

  it("is never less than the whole map, and never outside it", () => {
    expect(zoomAt(WHOLE_MAP, 0.2, { x: 10, y: 10 }, SIZE)).toEqual(WHOLE_MAP);
    const corner = panBy(zoomAt(WHOLE_MAP, 2, { x: 0, y: 0 }, SIZE), { x: -9_000, y: -9_000 }, SIZE);
    expect(corner).toEqual({ scale: 2, x: 500, y: 300 });
    expect(zoomAt(WHOLE_MAP, 1e9, { x: 0, y: 0 }, SIZE).scale).toBeLessThanOrEqual(12);
  });

  it("moves just as far as a cell needs to be seen", () => {
    const near = zoomAt(WHOLE_MAP, 4, { x: 0, y: 0 }, SIZE);
    const moved = showBox(near, { x: 700, y: 100, width: 50, height: 20 }, SIZE);
    expect(moved).toEqual({ scale: 4, x: 500, y: 0 });
    expect(showBox(moved, { x: 600, y: 50, width: 10, height: 10 }, SIZE)).toEqual(moved);
  });
});
