interface SparklineBox {
  readonly width: number;
  readonly height: number;
  /** Top of the scale; the largest value when absent. */
  readonly maximum?: number | undefined;
}

/** SVG paths of a small line and the area under it. Gaps stay gaps; the scale begins at 0. */
export function sparklinePaths(
  values: readonly (number | null)[],
  { width, height, maximum }: SparklineBox,
): { readonly line: string; readonly area: string } {
  const top = maximum ?? Math.max(0, ...values.filter((value) => value !== null));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const y = (value: number) => round(height - 1 - (top > 0 ? Math.min(value / top, 1) : 0) * (height - 2));

  const lines: string[] = [];
  const areas: string[] = [];
  for (const run of runsOf(values)) {
    const points = run.values.map((value, index) => `${round((run.start + index) * step)} ${y(value)}`);
    const first = round(run.start * step);
    const last = round((run.start + run.values.length - 1) * step);
    lines.push(points.length === 1 ? `M${points[0]}h1` : `M${points.join("L")}`);
    areas.push(`M${first} ${height}L${points.join("L")}L${last} ${height}Z`);
  }
  return { line: lines.join(""), area: areas.join("") };
}

interface Run {
  readonly start: number;
  readonly values: number[];
}

function runsOf(values: readonly (number | null)[]): readonly Run[] {
  const runs: Run[] = [];
  let current: Run | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      current = null;
      continue;
    }
    if (current === null) {
      current = { start: index, values: [] };
      runs.push(current);
    }
    current.values.push(value);
  }
  return runs;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
