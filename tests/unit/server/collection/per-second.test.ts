import { describe, expect, it } from "vitest";
import { perSecond } from "@/lib/server/collection/normalise/per-second";

describe("perSecond", () => {
  it("is what a counter grew by in a second", () => {
    expect(perSecond(3_000, 1_000, 10)).toBe(200);
    expect(perSecond(1_000, 1_000, 10)).toBe(0);
  });

  it("is unknown when the counter was set anew, downwards or upwards", () => {
    expect(perSecond(10, 1_000, 10)).toBeNull();
    expect(perSecond(5e15, 1_000, 20)).toBeNull();
  });

  it("is unknown without two readings, without time between them, and after a long silence", () => {
    expect(perSecond(null, 1, 10)).toBeNull();
    expect(perSecond(1, null, 10)).toBeNull();
    expect(perSecond(2, 1, 0)).toBeNull();
    expect(perSecond(2, 1, 301)).toBeNull();
  });
});
