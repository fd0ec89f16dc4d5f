import { describe, expect, it } from "vitest";
import { SETTING_DEFINITIONS, SETTING_SECTIONS } from "@/lib/api/setting-sections";
import { AUTOMATION_SECTIONS, automationSettingsFrom } from "@/lib/automation/automation-settings";

describe("automation's settings", () => {
  it("are off, and a dry run, at install", () => {
    expect(automationSettingsFrom({})).toEqual({
      "automation.enabled": false,
      "automation.dryRun": true,
      "automation.intervalMinutes": 5,
      "automation.maxMovesPerRun": 3,
      "automation.pauseOnFailure": true,
      "automation.minConfidence": 75,
      "automation.minImprovement": 0,
      "automation.maxRisk": 50,
      "automation.allowContainerRestarts": false,
      "automation.respectNoAutoMigrateTag": true,
      "automation.requireAutoMigrateOkTag": false,
      "automation.schedule": "",
      "automation.observationRounds": 3,
      "automation.cooldownMinutes": 30,
      "automation.rollbackWindowHours": 24,
      "automation.freezeMinutes": 30,
      "automation.minimumHealth": 0,
    });
  });

  it.each([
    ["automation.cooldownMinutes", -1, "Must be between 0 and 10080."],
    ["automation.maxMovesPerRun", 0, "Must be between 1 and 100."],
    ["automation.observationRounds", 1.5, "Must be a whole number."],
    ["automation.enabled", "yes", "Must be on or off."],
    ["automation.schedule", "{", "Is not JSON."],
  ])("%s cannot be %j", (key, value, sentence) => {
    expect(() => automationSettingsFrom({ [key]: value })).toThrow(
      expect.objectContaining({ name: "AutomationSettingError", key, message: sentence }),
    );
  });

  it("have addresses of their own, and may differ per cluster", () => {
    const ids = SETTING_SECTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const setting of AUTOMATION_SECTIONS.flatMap(({ settings }) => [...settings])) {
      expect(SETTING_DEFINITIONS.get(setting.key)).toBe(setting);
      expect(setting.scope).toBe("cluster");
    }
  });
});
