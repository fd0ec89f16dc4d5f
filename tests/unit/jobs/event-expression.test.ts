import { describe, expect, it, test } from "vitest";
import { compileCondition, compileKey } from "@/lib/server/jobs/event-expression";
import type { JobEvent } from "@/lib/server/jobs/job-definition";

function anEvent(data: Record<string, unknown>): JobEvent {
  return { id: "e", name: "n", ts: 1, data };
}

describe("compileKey", () => {
  test.each([
    { expression: "event.data.id", data: { id: "a" }, key: "a" },
    { expression: "event.data.id", data: { id: 7 }, key: "7" },
    { expression: "event.data.deep.id", data: { deep: { id: true } }, key: "true" },
    { expression: `event.data.a + "-" + event.data.b`, data: { a: "x", b: 2 }, key: "x-2" },
    { expression: `"global"`, data: {}, key: "global" },
    { expression: "event.data.missing", data: {}, key: "null" },
    { expression: "event.name", data: {}, key: "n" },
  ])("reads $key from $expression", ({ expression, data, key }) => {
    expect(compileKey(expression)(anEvent(data))).toBe(key);
  });

  test.each([
    "",
    "event.data.a == 1",
    "size(event.data.a)",
    "event.data.a +",
    "event.data[0]",
    "a.b",
    "event.data.a ? 1 : 2",
  ])("refuses what it does not understand: %s", (expression) => {
    expect(() => compileKey(expression)).toThrow(/not understood/);
  });

  it("never reaches what is not a field of its own", () => {
    expect(compileKey("event.data.constructor.name")(anEvent({}))).toBe("null");
  });
});

describe("compileCondition", () => {
  const condition = "event.data.id == async.data.id && async.data.state != 'off'";

  test.each([
    { event: { id: 1 }, async: { id: 1, state: "on" }, holds: true },
    { event: { id: 1 }, async: { id: 2, state: "on" }, holds: false },
    { event: { id: 1 }, async: { id: "1", state: "on" }, holds: false },
    { event: { id: 1 }, async: { id: 1, state: "off" }, holds: false },
    { event: {}, async: { state: "on" }, holds: false },
  ])("is $holds for $event and $async", ({ event, async, holds }) => {
    expect(compileCondition(condition)(anEvent(event), anEvent(async))).toBe(holds);
  });

  test.each([
    "event.data.id",
    "event.data.n > 1",
    "a == b",
    "event.data.a == 1 || event.data.b == 2",
    "!event.data.a",
  ])("refuses what it does not understand: %s", (expression) => {
    expect(() => compileCondition(expression)).toThrow(/not understood/);
  });
});
