import { type ComponentKey, isLeaving, predictedPercent, worseOf } from "./charge-node";
import { formatFigure } from "./format-figure";
import type { NodeMeasures, ResourceMeasures } from "./node-measures";
import type { ScoreFamily, ScoreValueUnit } from "./node-score";
import { NEAR_THRESHOLD, type ScoringCurves } from "./scoring-curves";

/** What a component measures, in numbers and words. */
export interface ComponentText {
  readonly family: ScoreFamily;
  readonly title: string;
  readonly unit: ScoreValueUnit;
  readonly value: (measures: NodeMeasures, curves: ScoringCurves) => number | null;
  readonly threshold: (curves: ScoringCurves) => number | null;
  /** Beginning of the sentence, such as `Memory 91 % now`; not used when the value is null. */
  readonly reading: (measures: NodeMeasures, curves: ScoringCurves) => string;
  /** Beginning of the sentence when the value is null. */
  readonly unknown: string;
  /** End of the sentence, such as `starts at 70 %`. */
  readonly startsAt: (curves: ScoringCurves) => string;
}

type Resource = "cpu" | "memory" | "ioWait";

const NAMES: Readonly<Record<Resource, string>> = { cpu: "CPU", memory: "Memory", ioWait: "IO wait" };

const TOO_SHORT = "needs readings of the same hour on two days";

export const COMPONENT_TEXTS: Readonly<Record<ComponentKey, ComponentText>> = {
  "availability.status": {
    family: "availability",
    title: "Availability",
    unit: "none",
    value: () => null,
    threshold: () => null,
    reading: availabilityReading,
    unknown: "Availability is not known",
    startsAt: () => "",
  },
  "cpu.now": level("cpu"),
  "cpu.sustained": sustained("cpu"),
  "memory.now": level("memory"),
  "memory.sustained": sustained("memory"),
  "ioWait.now": level("ioWait"),
  "ioWait.sustained": sustained("ioWait"),
  "pressure.cpu": {
    ...pressure("CPU", "pressureCpu"),
    value: (measures) => measures.pressureCpuSomePercent,
    reading: (measures) => `Tasks waited for a CPU ${percent(measures.pressureCpuSomePercent)} of the time`,
  },
  "pressure.io": {
    ...pressure("IO", "pressureIo"),
    value: (measures) => worseOf(measures.pressureIoSomePercent, measures.pressureIoFullPercent),
    reading: (measures) => waited("IO", measures.pressureIoSomePercent, measures.pressureIoFullPercent),
  },
  "pressure.memory": {
    ...pressure("Memory", "pressureMemory"),
    value: (measures) => worseOf(measures.pressureMemorySomePercent, measures.pressureMemoryFullPercent),
    reading: (measures) =>
      waited("memory", measures.pressureMemorySomePercent, measures.pressureMemoryFullPercent),
  },
  "load.perThread": {
    family: "load",
    title: "Load per thread",
    unit: "threadsPerThread",
    value: (measures) => measures.loadPerThread,
    threshold: (curves) => curves.load.start,
    reading: (measures) => `Load ${ratio(measures.loadPerThread)} per thread`,
    unknown: "Load per thread is not known",
    startsAt: (curves) => `starts at ${ratio(curves.load.start)}`,
  },
  "trend.cpu": trend("cpu"),
  "trend.memory": trend("memory"),
  "predicted.cpu": predicted("cpu"),
  "predicted.memory": predicted("memory"),
  "spikes.cpu": spikes("cpu"),
  "spikes.memory": spikes("memory"),
  "overcommit.memory": {
    family: "overcommit",
    title: "Memory overcommit",
    unit: "ratio",
    value: (measures) => measures.memoryAllocationRatio,
    threshold: (curves) => curves.overcommitMemory.start,
    reading: (measures) =>
      `Running guests were promised ${ratio(measures.memoryAllocationRatio)} times the node's memory`,
    unknown: "Memory overcommit is not known",
    startsAt: (curves) => `starts at ${ratio(curves.overcommitMemory.start)}`,
  },
  "overcommit.cpu": {
    family: "overcommit",
    title: "CPU overcommit",
    unit: "ratio",
    value: (measures) => measures.cpuAllocationRatio,
    threshold: (curves) => curves.overcommitCpu.start,
    reading: (measures) =>
      `Running guests have ${ratio(measures.cpuAllocationRatio)} virtual CPUs per thread of the node`,
    unknown: "CPU overcommit is not known",
    startsAt: (curves) => `starts at ${ratio(curves.overcommitCpu.start)}`,
  },
};

function level(resource: Resource): ComponentText {
  return {
    family: resource,
    title: NAMES[resource],
    unit: "percent",
    value: (measures) => latest(resource, measures[resource]),
    threshold: (curves) => curves[resource].level.start,
    reading: (measures) => levelReading(resource, measures[resource]),
    unknown: `${NAMES[resource]} is not known`,
    startsAt: (curves) => `starts at ${percent(curves[resource].level.start)}`,
  };
}

/** The newest value that the level is made of; memory has no window but now. */
function latest(resource: Resource, measures: ResourceMeasures): number | null {
  if (resource === "memory") return measures.nowPercent;
  return measures.nowPercent ?? measures.dayPercent ?? measures.weekPercent;
}

function levelReading(resource: Resource, measures: ResourceMeasures): string {
  const name = NAMES[resource];
  if (resource === "memory") return `${name} ${percent(measures.nowPercent)} now`;
  const windows = [
    { percent: measures.nowPercent, when: "now" },
    { percent: measures.dayPercent, when: "over 24 h" },
    { percent: measures.weekPercent, when: "over 7 d" },
  ];
  const known = windows.filter((window) => window.percent !== null);
  const missing = windows.filter((window) => window.percent === null);
  const figures = known.map((window) => `${percent(window.percent)} ${window.when}`).join(", ");
  if (missing.length === 0) return `${name} ${figures}`;
  return `${name} ${figures} (not known: ${missing.map(({ when }) => when).join(", ")})`;
}

function sustained(resource: Resource): ComponentText {
  return {
    family: resource,
    title: `Sustained ${NAMES[resource]}`,
    unit: "percent",
    value: (measures) => measures[resource].weekPercent,
    threshold: (curves) => curves[resource].sustained.start,
    reading: (measures) => `${NAMES[resource]} ${percent(measures[resource].weekPercent)} over 7 d`,
    unknown: `${NAMES[resource]} over 7 d is not known`,
    startsAt: (curves) => `starts at ${percent(curves[resource].sustained.start)}`,
  };
}

function trend(resource: "cpu" | "memory"): ComponentText {
  return {
    family: "trend",
    title: `${NAMES[resource]} trend`,
    unit: "percentPerDay",
    value: (measures) => measures[resource].risePercentPerDay,
    threshold: (curves) => curves[resource].trend.start,
    reading: (measures) => {
      const rise = measures[resource].risePercentPerDay;
      return rise
        ? `${NAMES[resource]} rises by at least ${percent(rise)} a day`
        : `${NAMES[resource]} does not rise`;
    },
    unknown: `${NAMES[resource]} trend is not known (${TOO_SHORT})`,
    startsAt: (curves) =>
      `starts at ${percent(curves[resource].trend.start)} a day above ${percent(curves[resource].threshold - NEAR_THRESHOLD)}`,
  };
}

function predicted(resource: "cpu" | "memory"): ComponentText {
  const value = (measures: NodeMeasures, curves: ScoringCurves) =>
    predictedPercent(
      resource === "cpu" ? measures.cpu.dayPercent : measures.memory.nowPercent,
      measures[resource],
      curves,
    );
  return {
    family: "predicted",
    title: `Predicted ${NAMES[resource]}`,
    unit: "percent",
    value,
    threshold: (curves) => curves[resource].predicted.start,
    reading: (measures, curves) => {
      const hours = formatFigure(curves.settings["scoring.predicted.horizonHours"]);
      return `${NAMES[resource]} ${percent(value(measures, curves))} in ${hours} h at the present rise`;
    },
    unknown: `Predicted ${NAMES[resource]} is not known (${TOO_SHORT})`,
    startsAt: (curves) => `growth counts from ${percent(curves[resource].predicted.start)}`,
  };
}

function spikes(resource: "cpu" | "memory"): ComponentText {
  return {
    family: "spikes",
    title: `${NAMES[resource]} spikes`,
    unit: "percent",
    value: (measures) => measures[resource].peakPercent,
    threshold: (curves) => curves[resource].spikes.start,
    reading: (measures) =>
      `${NAMES[resource]} peaked at ${percent(measures[resource].peakPercent)} within 7 d`,
    unknown: `${NAMES[resource]} peak within 7 d is not known`,
    startsAt: (curves) => `starts at ${percent(curves[resource].spikes.start)}`,
  };
}

function pressure(name: string, curve: "pressureCpu" | "pressureIo" | "pressureMemory") {
  return {
    family: "pressure",
    title: `${name} pressure`,
    unit: "percent",
    threshold: (curves: ScoringCurves) => curves[curve].start,
    unknown: `${name} pressure is not reported (Proxmox VE 9 and later do)`,
    startsAt: (curves: ScoringCurves) => `starts at ${percent(curves[curve].start)}`,
  } as const;
}

function waited(what: string, some: number | null, full: number | null): string {
  const all = full === null ? "" : `, all of them ${percent(full)}`;
  return `Tasks waited for ${what} ${percent(some)} of the time${all}`;
}

function availabilityReading({ status, haState }: NodeMeasures): string {
  if (status === "offline") return "Offline, so nothing else is counted";
  if (status === "unknown") return "State not known, so nothing else is counted";
  if (haState === "fence") return "Online, but HA is about to fence it";
  return isLeaving(haState) ? "Online, in HA maintenance" : "Online";
}

function percent(value: number | null): string {
  return value === null ? "an unknown share" : `${formatFigure(value)} %`;
}

function ratio(value: number | null): string {
  return value === null ? "unknown" : String(Math.round(value * 100) / 100);
}
