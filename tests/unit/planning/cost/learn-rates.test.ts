import { describe, expect, it } from "vitest";
import { learnRates, type PastMove } from "@/lib/planning/cost/learn-rates";

const GIB = 1_073_741_824;

/** A move of 8 GiB at this rate, with the seven seconds that every live move takes. */
function past(source: string, target: string, bytesPerSecond: number, bytes = 8 * GIB): PastMove {
  return { source, target, bytes, seconds: 7 + bytes / bytesPerSecond };
}

describe("what past moves teach", () => {
  it("is nothing before there are three that count", () => {
    const small = past("pve1", "pve2", 1e9, 100_000_000);
    const quick = { ...past("pve1", "pve2", 1e9), seconds: 7.5 };
    const two = [past("pve1", "pve2", 1e9), past("pve1", "pve2", 1e9)];
    expect(learnRates([...two, small, quick, { ...small, bytes: Number.NaN }])).toBeNull();
  });

  it("is the rate in the middle, so that one odd move changes nothing", () => {
    const rates = learnRates([1e9, 1.1e9, 1.2e9, 1.1e9, 2e7].map((rate) => past("pve1", "pve2", rate)));
    expect(rates?.bytesPerSecond).toBeCloseTo(1.1e9, -3);
    expect(rates?.moves).toBe(5);
  });

  it("tells a node on a slow network from its partners", () => {
    const rates = learnRates([
      ...[1, 2, 3].map(() => past("pve1", "pve2", 1.2e9)),
      ...[1, 2, 3].map(() => past("pve1", "slow", 1e8)),
      ...[1, 2, 3].map(() => past("pve2", "slow", 1e8)),
    ]);
    expect(rates?.byNode.get("slow")).toBeCloseTo(1e8, -3);
    expect(rates?.byNode.get("pve1")).toBeCloseTo(1.2e9, -3);
    expect(rates?.byNode.get("pve2")).toBeCloseTo(1.2e9, -3);
    expect(rates?.byNode.has("pve4")).toBe(false);
  });

  it("says how far moves are apart: a tenth at least, all of it at most", () => {
    const spread = (all: readonly number[]) =>
      learnRates(all.map((rate) => past("pve1", "pve2", rate)))?.spreadFraction;
    expect(spread([1e9, 1e9, 1e9])).toBeCloseTo(0.1, 9);
    expect(spread([0.7e9, 1e9, 1.3e9])).toBeCloseTo(0.3, 6);
    expect(spread([1e8, 1e9, 2e9])).toBeCloseTo(0.9, 6);
  });
});
