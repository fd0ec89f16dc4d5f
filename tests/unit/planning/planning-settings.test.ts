import { describe, expect, it } from "vitest";
import { SETTING_DEFINITIONS, SETTING_SECTIONS } from "@/lib/api/setting-sections";
import { PLANNING_SECTIONS, planningSettingsFrom } from "@/lib/planning/planning-settings";
import { settingSchema } from "@/lib/settings/setting-schema";

describe("planning settings", () => {
  it("are the defaults when nothing is given", () => {
    expect(planningSettingsFrom({})).toEqual({
      "planning.method": "penalty",
      "planning.mode": "used",
      "planning.balanciness": 10,
      "planning.imbalanceFloor": 20,
      "planning.cpuOvercommit": 4,
      "planning.memoryCap": 90,
      "planning.cpuCap": 85,
      "planning.maxMoves": 200,
      "planning.maxPerSource": 2,
      "planning.maxPerTarget": 1,
      "planning.maxPerCluster": 4,
      "planning.minImprovement": 2,
      "planning.benefitHours": 24,
      "planning.largerFirst": false,
      "planning.distribution.enabled": false,
      "planning.distribution.guestCountThreshold": 2,
      "planning.distribution.maxCores": 2,
      "planning.distribution.maxMemoryGib": 4,
      "planning.timeLimitMs": 2000,
      "planning.seed": 1,
    });
  });

  it("take what is given and leave the other settings of the product alone", () => {
    const settings = planningSettingsFrom({
      "planning.method": "cpu",
      "planning.largerFirst": true,
      "planning.maxMoves": 3,
      "scoring.weights.now": 12,
    });
    expect(settings).toMatchObject({
      "planning.method": "cpu",
      "planning.largerFirst": true,
      "planning.maxMoves": 3,
    });
    expect(Object.keys(settings)).not.toContain("scoring.weights.now");
  });

  it.each([
    ["planning.method", "ram", "Must be one of: penalty, memory, cpu, disk."],
    ["planning.maxMoves", 1.5, "Must be a whole number."],
    ["planning.memoryCap", 101, "Must be between 10 and 100."],
    ["planning.largerFirst", "yes", "Must be on or off."],
    ["planning.cpuOvercommit", Number.NaN, "Must be a number."],
  ])("%s cannot be %j", (key, value, sentence) => {
    expect(() => planningSettingsFrom({ [key]: value })).toThrow(
      expect.objectContaining({ name: "PlanningSettingError", key, message: sentence }),
    );
  });

  it("are part of the settings page, under addresses of their own, and may differ per cluster", () => {
    const ids = SETTING_SECTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const setting of PLANNING_SECTIONS.flatMap(({ settings }) => [...settings])) {
      expect(SETTING_DEFINITIONS.get(setting.key)).toBe(setting);
      expect(setting.scope).toBe("cluster");
      expect(settingSchema(setting).safeParse(setting.default).success).toBe(true);
    }
  });
});
