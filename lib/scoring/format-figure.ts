/** A figure for a sentence: at most one decimal, none when it is 100 or more. */
export function formatFigure(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

/** `38 points`, `1 point`, `0.4 points`. */
export function formatPoints(points: number): string {
  const figure = formatFigure(points);
  return `${figure} ${figure === "1" ? "point" : "points"}`;
}
