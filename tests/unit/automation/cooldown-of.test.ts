import { describe, expect, it, test } from "vitest";
import { cooldownOf } from "@/lib/automation/cooldown-of";
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
