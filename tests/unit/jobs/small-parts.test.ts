import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, test, vi } from "vitest";
import { collectionTicks } from "@/inngest/collection-ticks";
import { canonicalJson } from "@/inngest/embedded/canonical-json";
import { parseDuration, parseMoment } from "@/inngest/embedded/parse-duration";
import { advisoryKey } from "@/lib/server/jobs/advisory-key";
import { timeOrderedUuid } from "@/lib/server/jobs/time-ordered-uuid";
import { WakeTimers } from "@/lib/server/jobs/wake-timers";

describe("parseDuration", () => {
  test.each([
    ["10s", 10_000],
    ["1d2h3m4s", 93_784_000],
    ["1w", 604_800_000],
    ["500ms", 500],
    ["1.5h", 5_400_000],
    ["", null],
    ["10", null],
    ["s10", null],
    ["10s later", null],
  ])("reads %j", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it("is told from a date", () => {
    expect(parseMoment("10s", 1_000)).toBe(11_000);
    expect(parseMoment("2026-05-01T10:00:00.000Z", 0)).toBe(Date.parse("2026-05-01T10:00:00Z"));
    expect(parseMoment("tomorrow", 0)).toBeNull();
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order in which keys were set, and loses nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: 1, a: { d: undefined, c: [undefined, 2] } })).toBe(
      '{"a":{"c":[null,2]},"b":1}',
    );
  });
});

describe("timeOrderedUuid", () => {
  it("sorts by time and is a version 7 UUID", () => {
    const ids = [1, 2, 1_000, Date.UTC(2026, 1, 1)].map((ms) => timeOrderedUuid(ms));
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("advisoryKey", () => {
  it("is the beginning of the name's hash, as a signed number of 64 bits", () => {
    const expected = createHash("sha256").update("evenkeel-jobs:run:x").digest().readBigInt64BE(0);
    expect(advisoryKey("run:x")).toBe(expected);
    expect(advisoryKey("run:x")).not.toBe(advisoryKey("run:y"));
  });
});

describe("collectionTicks", () => {
  const minuteMs = Date.parse("2026-05-01T10:00:00Z");
  const secondsOf = (intervalSeconds: number, nowMs: number) =>
    collectionTicks({ minuteMs, intervalSeconds, nowMs }).map(({ atMs }) => (atMs - minuteMs) / 1_000);

  test.each([
    { interval: 10, late: 0, expected: [0, 10, 20, 30, 40, 50] },
    { interval: 10, late: 200, expected: [0, 10, 20, 30, 40, 50] },
    { interval: 10, late: 25_000, expected: [20, 30, 40, 50] },
    { interval: 10, late: 61_000, expected: [] },
    { interval: 5, late: 52_000, expected: [50, 55] },
    { interval: 60, late: 0, expected: [0] },
    { interval: 300, late: 0, expected: [0] },
    { interval: 3_600, late: 0, expected: [0] },
  ])("every $interval s, begun $late ms late: $expected", ({ interval, late, expected }) => {
    expect(secondsOf(interval, minuteMs + late)).toEqual(expected);
  });

  it("cover any stretch of minutes with the same rhythm, whatever the interval", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 3_600 }), (intervalSeconds) => {
        const moments = Array.from({ length: 130 }, (_, minute) => minuteMs + minute * 60_000).flatMap(
          (start) => collectionTicks({ minuteMs: start, intervalSeconds, nowMs: 0 }).map(({ atMs }) => atMs),
        );
        for (const [index, atMs] of moments.entries()) {
          expect(atMs % (intervalSeconds * 1_000)).toBe(0);
          if (index > 0) expect(atMs - (moments[index - 1] ?? 0)).toBe(intervalSeconds * 1_000);
        }
      }),
    );
  });
});

describe("WakeTimers", () => {
  it("call at each moment, in order, however far away", () => {
    vi.useFakeTimers({ now: 0 });
    const calls: number[] = [];
    const timers = new WakeTimers(() => calls.push(Date.now()));
    timers.add(90_000);
    timers.add(50);
    timers.add(3_000_000);
    vi.advanceTimersByTime(4_000_000);
    expect(calls).toEqual([50, 90_000, 3_000_000]);
    timers.add(5_000_000);
    timers.clear();
    vi.advanceTimersByTime(4_000_000);
    expect(calls).toHaveLength(3);
    vi.useRealTimers();
  });
});
