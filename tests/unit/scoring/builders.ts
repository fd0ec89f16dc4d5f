import fc from "fast-check";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import type { NodeMeasures, ResourceMeasures } from "@/lib/scoring/node-measures";
import type { NodeScore, ScoreComponent } from "@/lib/scoring/node-score";
import { SCORING_SECTIONS, type ScoringSettings, scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import type { NumberSetting } from "@/lib/settings/setting-definition";
import { READ_AT_MS } from "../../support/inventory-builders";

const HOUR_MS = 3_600_000;

/** Fixed, so that a failure is the same failure tomorrow. */
export const SEED = { seed: 20_260_105 };

/** A resource that was at one percentage for a whole week. */
export function steady(percent: number, overrides: Partial<ResourceMeasures> = {}): ResourceMeasures {
  return {
    nowPercent: percent,
    dayPercent: percent,
    weekPercent: percent,
    peakPercent: percent,
    risePercentPerDay: 0,
    dayCoverage: 1,
    weekCoverage: 1,
    ...overrides,
  };
}

/** A resource of which only the newest reading is known. */
export function onlyNow(percent: number | null): ResourceMeasures {
  return {
    nowPercent: percent,
    dayPercent: null,
    weekPercent: null,
    peakPercent: null,
    risePercentPerDay: null,
    dayCoverage: 0,
    weekCoverage: 0,
  };
}

/** An idle node with a week of idle readings. */
export function measures(overrides: Partial<NodeMeasures> = {}): NodeMeasures {
  return {
    status: "online",
    haState: null,
    cpu: steady(0),
    memory: steady(0),
    ioWait: steady(0),
    pressureCpuSomePercent: 0,
    pressureIoSomePercent: 0,
    pressureIoFullPercent: 0,
    pressureMemorySomePercent: 0,
    pressureMemoryFullPercent: 0,
    loadPerThread: 0,
    memoryAllocationRatio: 0,
    cpuAllocationRatio: 0,
    ...overrides,
  };
}

/** One hour, `hoursAgo` before the shared moment. */
export function anHour(hoursAgo: number, overrides: Partial<HourlyReading> = {}): HourlyReading {
  return {
    atMs: READ_AT_MS - hoursAgo * HOUR_MS,
    cpuAverageFraction: 0.1,
    cpuMaximumFraction: 0.1,
    ioWaitAverageFraction: 0,
    ioWaitMaximumFraction: 0,
    memoryAverageFraction: 0.1,
    memoryMaximumFraction: 0.1,
    loadPerThreadAverage: 0.1,
    ...overrides,
  };
}

/** A week of hours, oldest first; the function says what is different `hoursAgo`. */
export function aWeek(
  reading: (hoursAgo: number) => Partial<HourlyReading>,
  hours = 168,
): readonly HourlyReading[] {
  return Array.from({ length: hours }, (_, index) => anHour(hours - index, reading(hours - index)));
}

export function componentOf(score: NodeScore, key: string): ScoreComponent {
  const component = score.components.find((candidate) => candidate.key === key);
  if (!component) throw new Error(`the score has no component ${key}`);
  return component;
}

/** Evenly spread, ends included; fc.double would mostly give numbers next to zero. */
export function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 100_000 }).map((part) => min + ((max - min) * part) / 100_000);
}

const percent = () => between(0, 100);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 8 });

const anyResource: fc.Arbitrary<ResourceMeasures> = fc.record({
  nowPercent: maybe(percent()),
  dayPercent: maybe(percent()),
  weekPercent: maybe(percent()),
  peakPercent: maybe(percent()),
  risePercentPerDay: maybe(between(0, 10)),
  dayCoverage: between(0, 1),
  weekCoverage: between(0, 1),
});

/** Any online node, with any of its measures missing. */
export const anyMeasures: fc.Arbitrary<NodeMeasures> = fc.record({
  status: fc.constant("online" as const),
  haState: fc.constantFrom(null, "online", "maintenance"),
  cpu: anyResource,
  memory: anyResource,
  ioWait: anyResource,
  pressureCpuSomePercent: maybe(percent()),
  pressureIoSomePercent: maybe(percent()),
  pressureIoFullPercent: maybe(percent()),
  pressureMemorySomePercent: maybe(percent()),
  pressureMemoryFullPercent: maybe(percent()),
  loadPerThread: maybe(between(0, 40)),
  memoryAllocationRatio: maybe(between(0, 10)),
  cpuAllocationRatio: maybe(between(0, 40)),
});

/** Any weights that the settings page accepts, sensible or not. */
export const anySettings: fc.Arbitrary<ScoringSettings> = fc
  .record(
    Object.fromEntries(
      SCORING_SECTIONS.flatMap((section): readonly NumberSetting[] => section.settings).map(
        ({ key, minimum, maximum }) => [key, between(minimum, maximum)],
      ),
    ),
    { requiredKeys: [] },
  )
  .map(scoringSettingsFrom);
