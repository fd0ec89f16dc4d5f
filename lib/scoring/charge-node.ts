import { pointsAt, pointsBeyond } from "./curve";
import type { NodeMeasures, ResourceMeasures } from "./node-measures";
import { NEAR_THRESHOLD, type ResourceCurves, type ScoringCurves } from "./scoring-curves";

export const COMPONENT_KEYS = [
  "availability.status",
  "cpu.now",
  "cpu.sustained",
  "memory.now",
  "memory.sustained",
  "ioWait.now",
  "ioWait.sustained",
  "pressure.cpu",
  "pressure.io",
  "pressure.memory",
  "load.perThread",
  "trend.cpu",
  "trend.memory",
  "predicted.cpu",
  "predicted.memory",
  "spikes.cpu",
  "spikes.memory",
  "overcommit.memory",
  "overcommit.cpu",
] as const;

export type ComponentKey = (typeof COMPONENT_KEYS)[number];

/** What one component costs. */
export interface Charge {
  /** Points that count: {@link fullPoints} less what other signs of the same fact already cost. */
  readonly points: number;
  /** Points by the component's own curve. */
  readonly fullPoints: number;
}

export type Charges = Readonly<Partial<Record<ComponentKey, Charge>>>;

/** Readings that make an average over 7 days count in full: three days of hours, as a share of 168. */
const SUSTAINED_EVIDENCE = 72 / 168;

const HOURS_A_DAY = 24;

/**
 * What each component costs, 0 or more points.
 *
 * Every fact is charged once. Load now, 7 d average, trend, prediction and peak are signs of one fact, so a resource costs
 * `max(level + max(trend, prediction), sustained, spikes)`; each component shows what it adds to those before it.
 * A measure that is null costs nothing. Every charge is continuous and the total never falls when a measure rises.
 *
 * @returns one charge per component; only `availability.status` for a node that is not online
 */
export function chargeNode(measures: NodeMeasures, curves: ScoringCurves): Charges {
  const availability = alone(availabilityPoints(measures, curves));
  if (measures.status !== "online") return { "availability.status": availability };

  const cpuLevel = blendedPoints(measures.cpu, curves);
  const cpu = chargeResource(measures.cpu, cpuLevel, measures.cpu.dayPercent, curves.cpu, curves);
  const memoryNow = measures.memory.nowPercent;
  const memoryLevel = memoryNow === null ? 0 : pointsAt(curves.memory.level, memoryNow);
  const memory = chargeResource(measures.memory, memoryLevel, memoryNow, curves.memory, curves);
  const io = chargeIo(measures, curves);

  return {
    "availability.status": availability,
    "cpu.now": cpu.level,
    "cpu.sustained": cpu.sustained,
    "trend.cpu": cpu.trend,
    "predicted.cpu": cpu.predicted,
    "spikes.cpu": cpu.spikes,
    "memory.now": memory.level,
    "memory.sustained": memory.sustained,
    "trend.memory": memory.trend,
    "predicted.memory": memory.predicted,
    "spikes.memory": memory.spikes,
    "ioWait.now": io.level,
    "ioWait.sustained": io.sustained,
    "pressure.io": io.pressure,
    "pressure.cpu": alone(costOf(curves.pressureCpu, measures.pressureCpuSomePercent)),
    "pressure.memory": alone(
      costOf(
        curves.pressureMemory,
        worseOf(measures.pressureMemorySomePercent, measures.pressureMemoryFullPercent),
      ),
    ),
    "load.perThread": alone(costOf(curves.load, measures.loadPerThread)),
    "overcommit.memory": alone(costOf(curves.overcommitMemory, measures.memoryAllocationRatio)),
    "overcommit.cpu": alone(costOf(curves.overcommitCpu, measures.cpuAllocationRatio)),
  };
}

/** Sum of all charges: a node's penalty, 0 or more points. */
export function totalPoints(charges: Charges): number {
  let total = 0;
  for (const key of COMPONENT_KEYS) total += charges[key]?.points ?? 0;
  return total;
}

/** Pressure as one number: that all tasks wait is twice as bad as that some do. */
export function worseOf(somePercent: number | null, fullPercent: number | null): number | null {
  if (somePercent === null && fullPercent === null) return null;
  return Math.max(somePercent ?? 0, 2 * (fullPercent ?? 0));
}

/** Load that prediction and trend build on, `horizonHours` later at today's rise; not capped at 100. */
export function predictedPercent(
  basePercent: number | null,
  resource: ResourceMeasures,
  curves: ScoringCurves,
): number | null {
  if (basePercent === null || resource.risePercentPerDay === null) return null;
  const days = curves.settings["scoring.predicted.horizonHours"] / HOURS_A_DAY;
  return basePercent + resource.risePercentPerDay * days;
}

function chargeResource(
  resource: ResourceMeasures,
  level: number,
  basePercent: number | null,
  own: ResourceCurves,
  curves: ScoringCurves,
) {
  const sustained = sustainedPoints(own.sustained, resource);
  const trend = trendPoints(resource, basePercent, own);
  const ahead = predictedPercent(basePercent, resource, curves);
  const growth =
    ahead === null || basePercent === null
      ? 0
      : pointsBeyond(own.predicted, ahead) - pointsBeyond(own.predicted, basePercent);
  const spikes = costOf(own.spikes, resource.peakPercent);

  const counted = new Counted(level);
  return {
    level: alone(level),
    sustained: counted.raiseTo(sustained, sustained),
    trend: counted.raiseTo(level + trend, trend),
    predicted: counted.raiseTo(level + growth, growth),
    spikes: counted.raiseTo(spikes, spikes),
  };
}

function chargeIo(measures: NodeMeasures, curves: ScoringCurves) {
  const level = blendedPoints(measures.ioWait, { settings: curves.settings, cpu: curves.ioWait });
  const sustained = sustainedPoints(curves.ioWait.sustained, measures.ioWait);
  const pressure = costOf(
    curves.pressureIo,
    worseOf(measures.pressureIoSomePercent, measures.pressureIoFullPercent),
  );
  const counted = new Counted(level);
  return {
    level: alone(level),
    sustained: counted.raiseTo(sustained, sustained),
    pressure: counted.raiseTo(pressure, pressure),
  };
}

/** The points of the three windows, weighted; a window with too few readings counts for less, and the rest for more. */
function blendedPoints(
  resource: ResourceMeasures,
  { settings, cpu: { level } }: { settings: ScoringCurves["settings"]; cpu: Pick<ResourceCurves, "level"> },
): number {
  const windows = [
    { percent: resource.nowPercent, weight: settings["scoring.weights.now"] },
    { percent: resource.dayPercent, weight: settings["scoring.weights.day"] * resource.dayCoverage },
    { percent: resource.weekPercent, weight: settings["scoring.weights.week"] * resource.weekCoverage },
  ];
  let weights = 0;
  let points = 0;
  for (const { percent, weight } of windows) {
    if (percent === null) continue;
    weights += weight;
    points += weight * pointsAt(level, percent);
  }
  return weights > 0 ? points / weights : costOf(level, resource.nowPercent);
}

function sustainedPoints(curve: ResourceCurves["sustained"], resource: ResourceMeasures): number {
  return costOf(curve, resource.weekPercent) * Math.min(1, resource.weekCoverage / SUSTAINED_EVIDENCE);
}

function trendPoints(resource: ResourceMeasures, basePercent: number | null, own: ResourceCurves): number {
  if (basePercent === null) return 0;
  const nearness = (basePercent - (own.threshold - NEAR_THRESHOLD)) / NEAR_THRESHOLD;
  return costOf(own.trend, resource.risePercentPerDay) * Math.min(1, Math.max(0, nearness));
}

function availabilityPoints({ status, haState }: NodeMeasures, { settings }: ScoringCurves): number {
  if (status !== "online") return settings["scoring.availability.offlinePoints"];
  return isLeaving(haState) ? settings["scoring.availability.maintenancePoints"] : 0;
}

/** Whether HA is emptying the node or about to cut it off. */
export function isLeaving(haState: string | null): boolean {
  return haState === "maintenance" || haState === "fence";
}

function costOf(curve: ResourceCurves["level"], value: number | null): number {
  return value === null ? 0 : pointsAt(curve, value);
}

function alone(points: number): Charge {
  return { points, fullPoints: points };
}

/** Running maximum of one fact's signs: each sign adds only what lies above those before it. */
class Counted {
  private total: number;

  constructor(first: number) {
    this.total = first;
  }

  raiseTo(points: number, fullPoints: number): Charge {
    const added = Math.max(0, points - this.total);
    this.total += added;
    return { points: added, fullPoints };
  }
}
