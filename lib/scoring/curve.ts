/** A point of a penalty curve: at {@link at} (in the measure's unit) the penalty is {@link points}. */
export interface Knot {
  readonly at: number;
  readonly points: number;
}

/** A continuous, never falling penalty: 0 up to the first knot, straight between knots, level after the last. */
export interface Curve {
  /** Where the penalty starts. */
  readonly start: number;
  readonly knots: readonly Knot[];
}

/**
 * Draws a curve through the knots, made safe for any weights:
 * - a knot lower than the one before it is lifted to it, so the penalty never falls;
 * - a knot that would need a steeper line than `steepest` is lowered to what that slope reaches.
 *
 * @param knots    in rising order of `at`; the first one is the start and its points count as 0
 * @param steepest greatest slope, in points per unit of the measure
 */
export function curveThrough(knots: readonly Knot[], steepest: number): Curve {
  const safe: Knot[] = [];
  for (const knot of knots) {
    const before = safe.at(-1);
    if (!before) {
      safe.push({ at: knot.at, points: 0 });
    } else if (knot.at > before.at) {
      const reachable = before.points + steepest * (knot.at - before.at);
      safe.push({ at: knot.at, points: Math.min(Math.max(knot.points, before.points), reachable) });
    }
  }
  return { start: safe[0]?.at ?? 0, knots: safe };
}

/**
 * Like {@link curveThrough}, and also never less steep later than earlier (convex), so that the same
 * growth costs at least as much on a fuller node. Slopes are lowered to the smallest that follows them.
 */
export function convexCurveThrough(knots: readonly Knot[], steepest: number): Curve {
  const { start, knots: safe } = curveThrough(knots, steepest);
  const slopes = safe.slice(1).map((knot, index) => slopeBetween(safe[index], knot));
  for (let index = slopes.length - 2; index >= 0; index -= 1) {
    slopes[index] = Math.min(slopes[index] ?? 0, slopes[index + 1] ?? 0);
  }
  const convex: Knot[] = [{ at: start, points: 0 }];
  safe.slice(1).forEach((knot, index) => {
    const before = convex[index] ?? { at: start, points: 0 };
    convex.push({ at: knot.at, points: before.points + (slopes[index] ?? 0) * (knot.at - before.at) });
  });
  return { start, knots: convex };
}

/** Penalty points at a value of the measure: 0 below the start, level after the last knot. */
export function pointsAt(curve: Curve, value: number): number {
  let before: Knot | undefined;
  for (const knot of curve.knots) {
    if (value < knot.at) {
      return before ? before.points + slopeBetween(before, knot) * (value - before.at) : 0;
    }
    before = knot;
  }
  return before?.points ?? 0;
}

/** Like {@link pointsAt}, but the last slope goes on after the last knot. */
export function pointsBeyond(curve: Curve, value: number): number {
  const last = curve.knots.at(-1);
  if (!last || value <= last.at) return pointsAt(curve, value);
  return last.points + slopeBetween(curve.knots.at(-2), last) * (value - last.at);
}

/** Share of the full points that a curve adds between its last knot and 100 %. */
const RISE_TO_FULL = 0.25;

interface Steps {
  /** Values from which each step of the penalty counts, rising. */
  readonly from: readonly number[];
  /** Points of each step; one per entry of {@link from}. */
  readonly points: readonly number[];
  /** Points at 100 %; without it a quarter more than the last step. */
  readonly fullPoints?: number;
}

/**
 * Turns a staircase of penalties over a percentage into knots without stairs: nothing where the first step would
 * start, and each step's points in the middle of that step (the last step is as wide as the one before it).
 */
export function knotsOfSteps({ from, points, fullPoints }: Steps): readonly Knot[] {
  const knots: Knot[] = [{ at: from[0] ?? 0, points: 0 }];
  from.forEach((start, index) => {
    const previousStart = from[index - 1] ?? start;
    const end = from[index + 1] ?? start + (start - previousStart);
    knots.push({ at: (start + end) / 2, points: points[index] ?? 0 });
  });
  const last = points.at(-1) ?? 0;
  return cutAt(knots, { at: 100, points: Math.max(fullPoints ?? last * (1 + RISE_TO_FULL), last) });
}

/** Keeps the knots below the ceiling and ends there; a staircase cut short ends on its own line. */
function cutAt(knots: readonly Knot[], ceiling: Knot): readonly Knot[] {
  const inside = knots.filter(({ at }) => at < ceiling.at);
  const beyond = knots.find(({ at }) => at >= ceiling.at);
  const last = inside.at(-1);
  if (!beyond || !last) return [...inside, ceiling];
  const points = last.points + slopeBetween(last, beyond) * (ceiling.at - last.at);
  return [...inside, { at: ceiling.at, points }];
}

function slopeBetween(from: Knot | undefined, to: Knot): number {
  if (!from || to.at <= from.at) return 0;
  return (to.points - from.points) / (to.at - from.at);
}
