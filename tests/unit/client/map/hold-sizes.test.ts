import { describe, expect, it } from "vitest";
import { holdSizes } from "@/lib/client/map/hold-sizes";

const at = (sizes: Readonly<Record<string, number>>, node = "pve1") =>
  Object.entries(sizes).map(([key, size]) => ({ key, node, size }));

describe("sizes on the map", () => {
  it("stay through readings that differ a little", () => {
    const held = holdSizes(new Map(), at({ a: 100, b: 50, c: 1 }));
    expect(holdSizes(held, at({ a: 120, b: 40, c: 3 }))).toBe(held);
  });

  it("follow when a guest has outgrown its own, for all guests of its node and for no other node", () => {
    const held = holdSizes(new Map(), [...at({ a: 100, b: 50 }), ...at({ x: 100 }, "pve2")]);
    const next = holdSizes(held, [...at({ a: 200, b: 60 }), ...at({ x: 120 }, "pve2")]);
    expect(Object.fromEntries(next)).toEqual({ a: 200, b: 60, x: 100 });
    const shrunk = holdSizes(held, [...at({ a: 40, b: 50 }), ...at({ x: 120 }, "pve2")]);
    expect(shrunk.get("a")).toBe(40);
  });

  it("take guests in and let them go", () => {
    const held = holdSizes(new Map(), at({ a: 100 }));
    expect(holdSizes(held, at({ a: 101, b: 5 })).get("b")).toBe(5);
    expect([...holdSizes(held, []).keys()]).toEqual([]);
  });

  it("do not change for a tiny guest that becomes a small one", () => {
    const held = holdSizes(new Map(), at({ a: 1000, b: 1 }));
    expect(holdSizes(held, at({ a: 1000, b: 15 }))).toBe(held);
  });
});
