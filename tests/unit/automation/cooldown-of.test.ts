import { describe, expect, it, test } from "vitest";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { cooldownOf } from "@/lib/automation/cooldown-of";
import { historyNeededMs } from "@/lib/automation/history-needed";
import { aPastMove, DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS } from "./an-automation-input";

/** Moves of guest 110 that ended so many milliseconds ago. */
const moved = (...agesMs: readonly number[]) =>
  agesMs.map((ageMs) => aPastMove({ endedAtMs: NOW_MS - ageMs }));

describe("cooldownOf", () => {
  it("is none for a guest that was not moved, whatever others did", () => {
    expect(cooldownOf(111, moved(MINUTE_MS), 30)).toBeNull();
  });

  it("is none where the rest is switched off", () => {
    expect(cooldownOf(110, moved(MINUTE_MS), 0)).toBeNull();
  });

  test.each([
    { name: "one move", ages: [0], minutes: 30 },
    { name: "two moves within a week", ages: [0, DAY_MS], minutes: 60 },
    { name: "three moves", ages: [0, DAY_MS, 2 * DAY_MS], minutes: 120 },
    { name: "four moves", ages: [0, HOUR_MS, DAY_MS, 2 * DAY_MS], minutes: 240 },
    { name: "five moves: never more than eight times", ages: [0, 1, 2, 3, 4], minutes: 240 },
    { name: "a move just inside the week", ages: [0, 7 * DAY_MS - 1], minutes: 60 },
    { name: "a move a week before", ages: [0, 7 * DAY_MS], minutes: 30 },
  ])("is $minutes minutes after $name", ({ ages, minutes }) => {
    const cooldown = cooldownOf(110, moved(...ages), 30);
    expect(cooldown?.minutes).toBe(minutes);
    expect(cooldown?.untilMs).toBe(NOW_MS + minutes * MINUTE_MS);
  });

  it("begins at the end of the last move, in whatever order the history is", () => {
    const history = moved(3 * HOUR_MS, HOUR_MS, 2 * HOUR_MS);
    expect(cooldownOf(110, history, 30)).toEqual(cooldownOf(110, history.toReversed(), 30));
    expect(cooldownOf(110, history, 30)?.last.endedAtMs).toBe(NOW_MS - HOUR_MS);
  });

  it("counts attempts that failed like the others", () => {
    const failed = [...moved(0), aPastMove({ endedAtMs: NOW_MS - HOUR_MS, outcome: "failed" })];
    expect(cooldownOf(110, failed, 30)?.minutes).toBe(60);
  });
});

describe("historyNeededMs", () => {
  const needed = (cooldownMinutes: number, rollbackWindowHours: number) =>
    historyNeededMs(
      automationSettingsFrom({
        "automation.cooldownMinutes": cooldownMinutes,
        "automation.rollbackWindowHours": rollbackWindowHours,
      }),
    );

  it("reaches to the first move that makes a rest longer that is not over yet", () => {
    const weekAgo = 7 * DAY_MS - 1;
    const history = moved(239 * MINUTE_MS, 239 * MINUTE_MS + weekAgo, DAY_MS, 2 * DAY_MS);
    const known = history.filter(({ endedAtMs }) => endedAtMs >= NOW_MS - needed(30, 0));
    expect(cooldownOf(110, known, 30)).toEqual(cooldownOf(110, history, 30));
    expect(cooldownOf(110, known, 30)?.minutes).toBe(240);
    expect(needed(30, 0)).toBe(7 * DAY_MS + 240 * MINUTE_MS);
  });

  it("reaches over the time in which there is no way back", () => {
    expect(needed(0, 168)).toBe(7 * DAY_MS);
    expect(needed(0, 24)).toBe(7 * DAY_MS);
  });
});
