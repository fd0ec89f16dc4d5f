import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  convexCurveThrough,
  curveThrough,
  type Knot,
  knotsOfSteps,
  pointsAt,
  pointsBeyond,
} from "@/lib/scoring/curve";
import { SEED } from "./builders";

const STEEP = 1_000;

const anyKnots: fc.Arbitrary<readonly Knot[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 8 })
  .chain((places) =>
    fc
      .tuple(...places.map(() => fc.double({ min: 0, max: 500, noNaN: true })))
      .map((points) =>
        places.toSorted((one, other) => one - other).map((at, index) => ({ at, points: points[index] ?? 0 })),
      ),
  );

describe("pointsAt", () => {
  const curve = curveThrough(
    [
      { at: 70, points: 0 },
      { at: 75, points: 8 },
      { at: 85, points: 20 },
    ],
    STEEP,
  );

  test.each([
    { at: 0, points: 0 },
    { at: 69.999, points: 0 },
    { at: 70, points: 0 },
    { at: 72.5, points: 4 },
    { at: 75, points: 8 },
    { at: 80, points: 14 },
    { at: 85, points: 20 },
    { at: 100, points: 20 },
  ])("costs $points at $at", ({ at, points }) => {
    expect(pointsAt(curve, at)).toBeCloseTo(points, 9);
  });

  it("goes on at its last slope when asked to", () => {
    expect(pointsBeyond(curve, 95)).toBeCloseTo(32, 9);
    expect(pointsBeyond(curve, 80)).toBeCloseTo(14, 9);
  });

  it("costs nothing without knots", () => {
    const empty = curveThrough([], STEEP);
    expect(pointsAt(empty, 50)).toBe(0);
    expect(pointsBeyond(empty, 50)).toBe(0);
  });
});

describe("curveThrough", () => {
  it("starts at zero points whatever the first knot says", () => {
    const curve = curveThrough(
      [
        { at: 10, points: 99 },
        { at: 20, points: 100 },
      ],
      STEEP,
    );
    expect(pointsAt(curve, 10)).toBe(0);
  });

  it("lifts a knot that lies below the one before it", () => {
    const curve = curveThrough(
      [
        { at: 0, points: 0 },
        { at: 10, points: 50 },
        { at: 20, points: 10 },
      ],
      STEEP,
    );
    expect(pointsAt(curve, 20)).toBe(50);
  });

  it("lowers a knot that needs a steeper line than allowed", () => {
    const curve = curveThrough(
      [
        { at: 60, points: 0 },
        { at: 65, points: 500 },
      ],
      8,
    );
    expect(pointsAt(curve, 65)).toBe(40);
  });

  it("never falls and never rises faster than allowed, for any knots", () => {
    const place = fc.double({ min: -10, max: 110, noNaN: true });
    fc.assert(
      fc.property(anyKnots, place, place, (knots, one, other) => {
        const curve = curveThrough(knots, 8);
        const low = Math.min(one, other);
        const high = Math.max(one, other);
        const rise = pointsAt(curve, high) - pointsAt(curve, low);
        expect(rise).toBeGreaterThanOrEqual(-1e-9);
        expect(rise).toBeLessThanOrEqual(8 * (high - low) + 1e-9);
      }),
      SEED,
    );
  });
});

describe("convexCurveThrough", () => {
  it("makes the same growth cost at least as much on a fuller node, for any knots", () => {
    const place = fc.double({ min: 0, max: 120, noNaN: true });
    const growth = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(anyKnots, place, place, growth, (knots, one, other, by) => {
        const curve = convexCurveThrough(knots, 3.5);
        const costFrom = (from: number) => pointsBeyond(curve, from + by) - pointsBeyond(curve, from);
        expect(costFrom(Math.max(one, other))).toBeGreaterThanOrEqual(costFrom(Math.min(one, other)) - 1e-9);
      }),
      SEED,
    );
  });

  it("leaves a curve alone that is convex already", () => {
    const knots = [
      { at: 55, points: 0 },
      { at: 65, points: 25 },
      { at: 75, points: 50 },
      { at: 85, points: 85 },
    ];
    const curve = convexCurveThrough(knots, 3.5);
    for (const { at, points } of knots) expect(pointsAt(curve, at)).toBeCloseTo(points, 9);
  });

  it("lowers an early steep piece to the flattest that follows it", () => {
    const curve = convexCurveThrough(
      [
        { at: 0, points: 0 },
        { at: 10, points: 30 },
        { at: 20, points: 40 },
      ],
      STEEP,
    );
    expect(pointsAt(curve, 10)).toBeCloseTo(10, 9);
    expect(pointsAt(curve, 20)).toBeCloseTo(20, 9);
  });
});

describe("knotsOfSteps", () => {
  it("reaches each step's points in the middle of the step", () => {
    expect(knotsOfSteps({ from: [70, 80, 90], points: [8, 20, 50], fullPoints: 90 })).toEqual([
      { at: 70, points: 0 },
      { at: 75, points: 8 },
      { at: 85, points: 20 },
      { at: 95, points: 50 },
      { at: 100, points: 90 },
    ]);
  });

  it("adds a quarter at 100 % when the full points are not given", () => {
    expect(knotsOfSteps({ from: [70, 80, 90], points: [40, 80, 150] }).at(-1)).toEqual({
      at: 100,
      points: 187.5,
    });
  });

  it("ends on its own line when the steps reach beyond 100 %", () => {
    const knots = knotsOfSteps({ from: [85, 95, 105], points: [20, 50, 100], fullPoints: 150 });
    expect(knots).toEqual([
      { at: 85, points: 0 },
      { at: 90, points: 20 },
      { at: 100, points: 50 },
    ]);
  });

  it("never lets full cost less than the last step", () => {
    expect(knotsOfSteps({ from: [10, 20], points: [5, 50], fullPoints: 1 }).at(-1)?.points).toBe(50);
  });
});
