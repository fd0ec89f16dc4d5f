import { type Curve, convexCurveThrough, curveThrough, type Knot, knotsOfSteps } from "./curve";
import type { ScoringSettings } from "./scoring-settings";

/**
 * Steepest slopes, in points per percentage point. Whatever the weights are, a resource's load and the steeper of its
 * trend and prediction together never rise faster than 10, so that 0.1 % never costs more than one point.
 */
const STEEPEST = {
  cpu: 6.5,
  memory: 8,
  ioWait: 8,
  sustained: 8,
  cpuPredicted: 3.5,
  memoryPredicted: 2,
  pressure: 3,
};

/** Steepest slopes of measures that are ratios, in points per 1.0: ten points per hundredth is the same promise. */
const STEEPEST_RATIO = 200;

/** How far below its threshold a rising node begins to matter, in percentage points. */
export const NEAR_THRESHOLD = 30;

/** Every penalty as a curve, made from the weights once and used for all nodes. */
export interface ScoringCurves {
  readonly settings: ScoringSettings;
  readonly cpu: ResourceCurves;
  readonly memory: ResourceCurves;
  readonly ioWait: { readonly level: Curve; readonly sustained: Curve };
  readonly pressureCpu: Curve;
  readonly pressureIo: Curve;
  readonly pressureMemory: Curve;
  readonly load: Curve;
  readonly overcommitMemory: Curve;
  readonly overcommitCpu: Curve;
}

export interface ResourceCurves {
  readonly level: Curve;
  readonly sustained: Curve;
  /** Over the rise in percentage points a day. */
  readonly trend: Curve;
  /** From this load a rise counts in full. */
  readonly threshold: number;
  readonly predicted: Curve;
  readonly spikes: Curve;
}

export function compileScoringCurves(settings: ScoringSettings): ScoringCurves {
  return {
    settings,
    cpu: cpuCurves(settings),
    memory: memoryCurves(settings),
    ioWait: ioWaitCurves(settings),
    pressureCpu: pressureCurve(settings, "scoring.pressureCpu"),
    pressureIo: pressureCurve(settings, "scoring.pressureIo"),
    pressureMemory: pressureCurve(settings, "scoring.pressureMemory"),
    load: loadCurve(settings),
    overcommitMemory: overcommitCurve(settings, "scoring.overcommitMemory", [0.2, 1]),
    overcommitCpu: overcommitCurve(settings, "scoring.overcommitCpu", [1, 5]),
  };
}

function cpuCurves(settings: ScoringSettings): ResourceCurves {
  const threshold = settings["planning.cpuThreshold"];
  const level = [
    settings["scoring.cpu.highPoints"],
    settings["scoring.cpu.veryHighPoints"],
    settings["scoring.cpu.extremePoints"],
  ];
  const sustained = [
    settings["scoring.sustainedCpu.highPoints"],
    settings["scoring.sustainedCpu.veryHighPoints"],
    settings["scoring.sustainedCpu.criticalPoints"],
  ];
  const spikes = [
    settings["scoring.spikesCpu.moderatePoints"],
    settings["scoring.spikesCpu.highPoints"],
    settings["scoring.spikesCpu.veryHighPoints"],
    settings["scoring.spikesCpu.extremePoints"],
  ];
  return {
    level: stepCurve(threshold, [0, 10, 20], level, STEEPEST.cpu, settings["scoring.cpu.fullPoints"]),
    sustained: stepCurve(
      settings["scoring.sustainedCpu.startPercent"],
      [0, 10, 20],
      sustained,
      STEEPEST.sustained,
    ),
    spikes: stepCurve(
      settings["scoring.spikesCpu.startPercent"],
      [0, 10, 20, 25],
      spikes,
      STEEPEST.sustained,
    ),
    trend: trendCurve(settings, settings["scoring.trend.cpuPoints"]),
    threshold,
    predicted: predictedCurve(threshold, STEEPEST.cpuPredicted, [
      settings["scoring.predictedCpu.overPoints"],
      settings["scoring.predictedCpu.highPoints"],
      settings["scoring.predictedCpu.extremePoints"],
    ]),
  };
}

function memoryCurves(settings: ScoringSettings): ResourceCurves {
  const threshold = settings["planning.memoryThreshold"];
  const level = [
    settings["scoring.memory.highPoints"],
    settings["scoring.memory.veryHighPoints"],
    settings["scoring.memory.extremePoints"],
  ];
  const sustained = [
    settings["scoring.sustainedMemory.highPoints"],
    settings["scoring.sustainedMemory.veryHighPoints"],
    settings["scoring.sustainedMemory.criticalPoints"],
  ];
  const spikes = [
    settings["scoring.spikesMemory.moderatePoints"],
    settings["scoring.spikesMemory.highPoints"],
    settings["scoring.spikesMemory.veryHighPoints"],
    settings["scoring.spikesMemory.extremePoints"],
  ];
  return {
    level: stepCurve(threshold, [0, 10, 20], level, STEEPEST.memory, settings["scoring.memory.fullPoints"]),
    sustained: stepCurve(
      settings["scoring.sustainedMemory.startPercent"],
      [0, 10, 15],
      sustained,
      STEEPEST.sustained,
    ),
    spikes: stepCurve(
      settings["scoring.spikesMemory.startPercent"],
      [0, 5, 10, 13],
      spikes,
      STEEPEST.sustained,
    ),
    trend: trendCurve(settings, settings["scoring.trend.memoryPoints"]),
    threshold,
    predicted: predictedCurve(threshold, STEEPEST.memoryPredicted, [
      settings["scoring.predictedMemory.overPoints"],
      settings["scoring.predictedMemory.highPoints"],
      settings["scoring.predictedMemory.extremePoints"],
    ]),
  };
}

function ioWaitCurves(settings: ScoringSettings): ScoringCurves["ioWait"] {
  const third = settings["planning.iowaitThreshold"] / 3;
  const level = [
    settings["scoring.ioWait.highPoints"],
    settings["scoring.ioWait.veryHighPoints"],
    settings["scoring.ioWait.extremePoints"],
  ];
  const sustained = [
    settings["scoring.sustainedIoWait.elevatedPoints"],
    settings["scoring.sustainedIoWait.highPoints"],
    settings["scoring.sustainedIoWait.criticalPoints"],
  ];
  const full = settings["scoring.ioWait.fullPoints"];
  return {
    level: stepCurve(third, [0, third, 2 * third], level, STEEPEST.ioWait, full),
    sustained: stepCurve(
      settings["scoring.sustainedIoWait.startPercent"],
      [0, 5, 10],
      sustained,
      STEEPEST.sustained,
    ),
  };
}

function stepCurve(
  start: number,
  offsets: readonly number[],
  points: readonly number[],
  steepest: number,
  fullPoints?: number,
): Curve {
  const from = offsets.map((offset) => start + offset);
  return curveThrough(knotsOfSteps({ from, points, fullPoints }), steepest);
}

/** Single, double and triple points at 1.5, 4 and 8 times the start: the middles of the steps 1, 2, 6 times the start. */
function trendCurve(settings: ScoringSettings, points: number): Curve {
  const start = settings["scoring.trend.startPercentPerDay"];
  const knots: Knot[] = [
    { at: start, points: 0 },
    { at: 1.5 * start, points },
    { at: 4 * start, points: 2 * points },
    { at: 8 * start, points: 3 * points },
  ];
  return curveThrough(knots, Number.POSITIVE_INFINITY);
}

/** Begins half a step below the threshold and never flattens, so that growth costs more the fuller the node is. */
function predictedCurve(threshold: number, steepest: number, points: readonly number[]): Curve {
  const knots = [5, 15, 25].map((offset, index) => ({ at: threshold + offset, points: points[index] ?? 0 }));
  return convexCurveThrough([{ at: threshold - 5, points: 0 }, ...knots], steepest);
}

function pressureCurve(
  settings: ScoringSettings,
  prefix: "scoring.pressureCpu" | "scoring.pressureIo" | "scoring.pressureMemory",
): Curve {
  const start = settings[`${prefix}.startPercent`];
  const extreme = settings[`${prefix}.extremePoints`];
  const knots = [
    { at: start, points: 0 },
    { at: start + 20, points: settings[`${prefix}.highPoints`] },
    { at: start + 50, points: extreme },
    { at: start + 90, points: extreme * 1.5 },
  ];
  return curveThrough(knots, STEEPEST.pressure);
}

function loadCurve(settings: ScoringSettings): Curve {
  const start = settings["scoring.load.startPerThread"];
  const knots = [
    { at: start, points: 0 },
    { at: 2 * start, points: settings["scoring.load.highPoints"] },
    { at: 4 * start, points: settings["scoring.load.extremePoints"] },
  ];
  return curveThrough(knots, STEEPEST_RATIO);
}

/** Goes on at its last slope to four times the distance of the last knot, then stays. */
function overcommitCurve(
  settings: ScoringSettings,
  prefix: "scoring.overcommitMemory" | "scoring.overcommitCpu",
  [near, far]: readonly [number, number],
): Curve {
  const start = settings[`${prefix}.startRatio`];
  const points = settings[`${prefix}.points`];
  const high = Math.max(settings[`${prefix}.highPoints`], points);
  const knots = [
    { at: start, points: 0 },
    { at: start + near, points },
    { at: start + far, points: high },
    { at: start + 4 * far, points: high + ((high - points) * 3 * far) / (far - near) },
  ];
  return curveThrough(knots, STEEPEST_RATIO);
}
