import type { NodeAllocation } from "@/lib/inventory/node-allocation";
import type { Node } from "@/lib/inventory/snapshot";
import { type Charge, COMPONENT_KEYS, type ComponentKey, chargeNode, totalPoints } from "./charge-node";
import { COMPONENT_TEXTS } from "./component-texts";
import { formatPoints } from "./format-figure";
import type { HourlyReading } from "./hourly-reading";
import { measureNode } from "./measure-node";
import type { NodeMeasures } from "./node-measures";
import type { NodeScore, ScoreComponent } from "./node-score";
import type { ScoringCurves } from "./scoring-curves";
import { suitabilityPercent, verdictOf } from "./suitability";

interface NodeToScore {
  readonly node: Node;
  /** What the node has promised its guests. */
  readonly allocation: NodeAllocation;
  /** Up to 504 hours, gaps left out; empty when nothing is known of the past. */
  readonly history: readonly HourlyReading[];
  /** When the snapshot was read, Unix milliseconds. */
  readonly nowMs: number;
  /** The weights, compiled once for all nodes. */
  readonly curves: ScoringCurves;
}

/**
 * How well a node is, with every reason.
 *
 * The penalty is the sum of the components' points, 0 or more; docs/scoring.md has every curve. Values that are missing or
 * cannot be true cost nothing and are named in the component's sentence. A node that is offline or unknown has
 * one component, `availability.status`: its score says that nothing can run there, not how loaded it is.
 */
export function scoreNode({ node, allocation, history, nowMs, curves }: NodeToScore): NodeScore {
  return scoreMeasures(measureNode({ node, allocation, history, nowMs }), curves);
}

/** {@link scoreNode} for measures that are already at hand, such as those of a simulated node. */
export function scoreMeasures(measures: NodeMeasures, curves: ScoringCurves): NodeScore {
  const charges = chargeNode(measures, curves);
  const penaltyPoints = totalPoints(charges);
  const suitability = suitabilityPercent(penaltyPoints, curves.settings["scoring.suitability.halfPoints"]);
  const components = COMPONENT_KEYS.flatMap((key) => {
    const charge = charges[key];
    return charge ? [componentOf(key, charge, measures, curves)] : [];
  });

  return {
    penaltyPoints,
    suitabilityPercent: suitability,
    verdict: verdictOf(suitability),
    components: components.sort((one, other) => other.points - one.points),
    windows: knownWindows(measures),
  };
}

function componentOf(
  key: ComponentKey,
  charge: Charge,
  measures: NodeMeasures,
  curves: ScoringCurves,
): ScoreComponent {
  const text = COMPONENT_TEXTS[key];
  const value = text.value(measures, curves);
  const isKnown = value !== null || key === "availability.status";
  const reading = isKnown ? text.reading(measures, curves) : text.unknown;
  const startsAt = isKnown ? text.startsAt(curves) : "";
  return {
    key,
    family: text.family,
    title: text.title,
    value,
    threshold: text.threshold(curves),
    unit: text.unit,
    points: charge.points,
    sentence: `${reading}: ${cost(charge)}${startsAt && `; ${startsAt}`}`,
  };
}

/** Less than this is a rounding error, not a difference worth a word. */
const VISIBLE_POINTS = 0.05;

function cost({ points, fullPoints }: Charge): string {
  if (fullPoints - points < VISIBLE_POINTS) return formatPoints(points);
  if (points < VISIBLE_POINTS) return `0 points, its ${formatPoints(fullPoints)} are already counted`;
  return `${formatPoints(points)}, the rest of its ${formatPoints(fullPoints)} is already counted`;
}

function knownWindows({ status, cpu, memory, ioWait }: NodeMeasures): NodeScore["windows"] {
  const resources = status === "online" ? [cpu, memory, ioWait] : [];
  return {
    now: resources.some((resource) => resource.nowPercent !== null),
    day: resources.some((resource) => resource.dayPercent !== null),
    week: resources.some((resource) => resource.weekPercent !== null),
  };
}
