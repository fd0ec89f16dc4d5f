import { describe, expect, it, test } from "vitest";
import { scoreMeasures } from "@/lib/scoring/score-node";
import { compileScoringCurves } from "@/lib/scoring/scoring-curves";
import { SCORING_PRESETS } from "@/lib/scoring/scoring-presets";
import { ScoringSettingError } from "@/lib/scoring/scoring-setting-error";
import { SCORING_SECTIONS, scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import type { NumberSetting } from "@/lib/settings/setting-definition";
import { measures, steady } from "./builders";

const definitions: readonly NumberSetting[] = SCORING_SECTIONS.flatMap(
  (section): readonly NumberSetting[] => section.settings,
);

describe("the table of scoring settings", () => {
  it("has more than thirty weights, each key once", () => {
    expect(definitions.length).toBeGreaterThan(30);
    expect(new Set(definitions.map(({ key }) => key)).size).toBe(definitions.length);
    expect(new Set(SCORING_SECTIONS.map(({ id }) => id)).size).toBe(SCORING_SECTIONS.length);
  });

  test.each(definitions.map((definition) => [definition.key, definition] as const))(
    "%s has a default in its range, a unit and a sentence of help",
    (key, { default: byDefault, minimum, maximum, unit, help, title, scope }) => {
      expect(key).toMatch(/^(scoring\.\w+\.\w+|planning\.\w+)$/);
      expect(byDefault).toBeGreaterThanOrEqual(minimum);
      expect(byDefault).toBeLessThanOrEqual(maximum);
      expect(unit).not.toBe("");
      expect(title).not.toMatch(/\.$/);
      expect(help).toMatch(/^[A-Z0-9].{20,}\.$/);
      expect(scope).toBe("cluster");
    },
  );

  it("has the thresholds that outside users rely on", () => {
    const settings = scoringSettingsFrom({});
    expect(settings["planning.cpuThreshold"]).toBe(60);
    expect(settings["planning.memoryThreshold"]).toBe(70);
    expect(settings["planning.iowaitThreshold"]).toBe(30);
  });
});

describe("scoringSettingsFrom", () => {
  it("fills in defaults and takes what is given", () => {
    const settings = scoringSettingsFrom({ "scoring.cpu.highPoints": 33 });
    expect(settings["scoring.cpu.highPoints"]).toBe(33);
    expect(settings["scoring.cpu.veryHighPoints"]).toBe(50);
    expect(Object.keys(settings)).toHaveLength(definitions.length);
  });

  it("ignores settings that are not scoring's", () => {
    const settings = scoringSettingsFrom({ "collection.intervalSeconds": 10, "planning.method": "memory" });
    expect(settings).toEqual(scoringSettingsFrom({}));
  });

  test.each([
    { value: "20", reason: "Must be a number." },
    { value: Number.NaN, reason: "Must be a number." },
    { value: null, reason: "Must be a number." },
    { value: true, reason: "Must be a number." },
    { value: -1, reason: "Must be between 0 and 500." },
    { value: 501, reason: "Must be between 0 and 500." },
    { value: Number.POSITIVE_INFINITY, reason: "Must be a number." },
  ])("refuses $value with its key and a sentence", ({ value, reason }) => {
    const read = () => scoringSettingsFrom({ "scoring.cpu.highPoints": value });
    expect(read).toThrow(ScoringSettingError);
    expect(read).toThrow(reason);
    try {
      read();
    } catch (error) {
      expect(error).toMatchObject({ key: "scoring.cpu.highPoints" });
    }
  });
});

describe("presets", () => {
  it("has conservative, balanced and aggressive, and balanced is the defaults", () => {
    expect(SCORING_PRESETS.map(({ id }) => id)).toEqual(["conservative", "balanced", "aggressive"]);
    const balanced = SCORING_PRESETS.find(({ id }) => id === "balanced");
    expect(scoringSettingsFrom(balanced?.values ?? { nothing: 1 })).toEqual(scoringSettingsFrom({}));
  });

  test.each(SCORING_PRESETS.map((preset) => [preset.id, preset] as const))(
    "%s is valid, and its windows add up to 100 %%",
    (_id, { values }) => {
      const settings = scoringSettingsFrom(values);
      const sum =
        settings["scoring.weights.now"] + settings["scoring.weights.day"] + settings["scoring.weights.week"];
      expect(sum).toBe(100);
    },
  );

  it("reaches every knot of every preset: no default is lowered by the slope limit", () => {
    for (const { values } of SCORING_PRESETS) {
      const settings = scoringSettingsFrom(values);
      const { cpu, memory, ioWait } = compileScoringCurves(settings);
      const at = (curve: { knots: readonly { at: number; points: number }[] }, place: number) =>
        curve.knots.find((knot) => knot.at === place)?.points;
      expect(at(cpu.level, 65)).toBe(settings["scoring.cpu.highPoints"]);
      expect(at(cpu.level, 75)).toBe(settings["scoring.cpu.veryHighPoints"]);
      expect(at(cpu.level, 85)).toBe(settings["scoring.cpu.extremePoints"]);
      expect(at(cpu.level, 100)).toBe(settings["scoring.cpu.fullPoints"]);
      expect(at(memory.level, 95)).toBe(settings["scoring.memory.extremePoints"]);
      expect(at(memory.level, 100)).toBe(settings["scoring.memory.fullPoints"]);
      expect(at(cpu.sustained, 95)).toBe(settings["scoring.sustainedCpu.criticalPoints"]);
      expect(at(memory.sustained, 97.5)).toBe(settings["scoring.sustainedMemory.criticalPoints"]);
      expect(at(ioWait.sustained, 22.5)).toBe(settings["scoring.sustainedIoWait.criticalPoints"]);
    }
  });

  it("judges a loaded node harder from conservative to aggressive", () => {
    const points = SCORING_PRESETS.map(({ values }) => {
      const { knots } = compileScoringCurves(scoringSettingsFrom(values)).cpu.level;
      return knots.find(({ at }) => at === 85)?.points ?? 0;
    });
    expect(points).toEqual([80, 100, 130]);
  });
});

describe("windows", () => {
  it("may all have weight 0: then only now counts", () => {
    const settings = scoringSettingsFrom({
      "scoring.weights.now": 0,
      "scoring.weights.day": 0,
      "scoring.weights.week": 0,
    });
    const node = measures({ cpu: steady(95, { nowPercent: 65 }) });
    const { components } = scoreMeasures(node, compileScoringCurves(settings));
    expect(components.find(({ key }) => key === "cpu.now")?.points).toBeCloseTo(20, 9);
  });
});
