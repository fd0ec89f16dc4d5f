import "server-only";
import type { HistoryPoint } from "@/lib/server/metrics/write-history";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type RrdPoint = { readonly atMs: number } & Readonly<Record<string, number | null>>;

export interface RrdSeries {
  readonly points: readonly RrdPoint[];
  /** Used when the rows themselves do not tell, as with a single one. */
  readonly usualStepMs: number;
}

export interface History {
  readonly minute: readonly HistoryPoint[];
  readonly hour: readonly HistoryPoint[];
}

export interface HistoryWindow {
  readonly fromMs: number;
  /** Later points are of the future: a clock is wrong. */
  readonly untilMs: number;
}

/**
 * Minutes and hours out of PVE's tables, whose rows cover a minute, half an hour, three hours and so on from their
 * time on. Finer rows become averages of an hour; coarser ones stand for each hour that they cover, and those of a
 * week for one hour a day, which is all that a chart of a year shows.
 */
export function historyFromRrd(series: readonly RrdSeries[], window: HistoryWindow): History {
  const minutes = new Map<number, HistoryPoint>();
  const hours = new Map<number, HistoryPoint>();
  // The finest table first: what it tells is not told again by a coarser one.
  for (const { points, stepMs } of series.map(withStep).sort((a, b) => a.stepMs - b.stepMs)) {
    const inside = points.filter(({ atMs }) => atMs + stepMs > window.fromMs && atMs <= window.untilMs);
    if (stepMs <= MINUTE_MS)
      addMissing(
        minutes,
        inside.map((point) => ({ ...point, atMs: floor(point.atMs, MINUTE_MS) })),
      );
    addMissing(
      hours,
      stepMs < HOUR_MS ? averagedHours(inside) : inside.flatMap((point) => spread(point, stepMs)),
    );
  }
  const byTime = (points: ReadonlyMap<number, HistoryPoint>) =>
    [...points.values()].sort((a, b) => a.atMs - b.atMs);
  return { minute: byTime(minutes), hour: byTime(hours).filter(({ atMs }) => atMs <= window.untilMs) };
}

interface SteppedSeries {
  readonly points: readonly HistoryPoint[];
  readonly stepMs: number;
}

function withStep({ points, usualStepMs }: RrdSeries): SteppedSeries {
  const times = [...new Set(points.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return {
    points: points.map(({ atMs, ...values }) => ({ atMs, values })),
    stepMs: gaps.length === 0 ? usualStepMs : Math.min(...gaps),
  };
}

function averagedHours(points: readonly HistoryPoint[]): readonly HistoryPoint[] {
  const groups = new Map<number, HistoryPoint[]>();
  for (const point of points) {
    const hour = floor(point.atMs, HOUR_MS);
    const group = groups.get(hour);
    if (group) group.push(point);
    else groups.set(hour, [point]);
  }
  return [...groups].map(([hour, members]) => summed(members, hour));
}

function summed(points: readonly HistoryPoint[], atMs: number): HistoryPoint {
  const values: Record<string, number | null> = {};
  const maxima: Record<string, number | null> = {};
  for (const key of Object.keys(points[0]?.values ?? {})) {
    const known = points.flatMap((point) => point.values[key] ?? []);
    values[key] = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    maxima[key] = known.length === 0 ? null : Math.max(...known);
  }
  return { atMs, values, maxima };
}

function spread(point: HistoryPoint, stepMs: number): readonly HistoryPoint[] {
  const everyMs = stepMs > 2 * DAY_MS ? DAY_MS : HOUR_MS;
  const first = floor(point.atMs, HOUR_MS);
  return Array.from({ length: Math.max(1, Math.floor(stepMs / everyMs)) }, (_, index) => ({
    ...point,
    atMs: first + index * everyMs,
  }));
}

function addMissing(known: Map<number, HistoryPoint>, points: readonly HistoryPoint[]): void {
  for (const point of points) if (!known.has(point.atMs)) known.set(point.atMs, point);
}

function floor(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}
