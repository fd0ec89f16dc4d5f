import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confidenceParts, moveConfidence } from "@/lib/planning/reasons/move-confidence";
import { moveRisk, riskLevel, riskParts } from "@/lib/planning/reasons/move-risk";
import { GIB } from "../scenario-input";
import { evidence, nodeEvidence } from "./evidence";

describe("confidence", () => {
  it("is high for a clear relief with a week of readings and an ample target", () => {
    const clear = evidence({ costSpreadFraction: 0.1 });
    expect(confidenceParts(clear)).toMatchObject({ history: 1, windows: 1, cost: 0.9 });
    expect(moveConfidence(clear)).toBeGreaterThan(80);
  });

  it("falls with a relief that is hardly more than noise", () => {
    const source = nodeEvidence("pve1", { cpuFraction: 0.91 }, { cpuFraction: 0.9 });
    expect(confidenceParts(evidence({ source })).gain).toBeLessThan(0.2);
    expect(moveConfidence(evidence({ source }))).toBeLessThan(moveConfidence(evidence()) - 25);
  });

  it("counts the relief by all of the plan's moves away from the node: each alone may be hardly more than noise", () => {
    const figures = nodeEvidence("pve1", { cpuFraction: 0.91 }, { cpuFraction: 0.9 });
    const ended = nodeEvidence("pve1", {}, { cpuFraction: 0.72 }).after;
    const source = { ...figures, inPlan: { before: figures.before, after: ended } };
    expect(confidenceParts(evidence({ source })).gain).toBeGreaterThan(0.9);
  });

  it("falls without a past, and where the day was another than now", () => {
    const before = { cpuFraction: 0.91 };
    const after = { cpuFraction: 0.72 };
    const blank = nodeEvidence("pve1", before, after, {
      cpuDayFraction: null,
      dayCoverage: 0,
      weekCoverage: 0,
    });
    expect(confidenceParts(evidence({ source: blank }))).toMatchObject({ history: 0, windows: 0.5 });
    const burst = nodeEvidence("pve1", before, after, { cpuDayFraction: 0.455 });
    expect(confidenceParts(evidence({ source: burst })).windows).toBeCloseTo(0.5, 9);
  });

  it("falls with a target that is left without headroom, and with a copy that needs a slow-down", () => {
    const full = nodeEvidence("pve2", {}, { cpuFraction: 0.6 });
    expect(confidenceParts(evidence({ target: full })).headroom).toBe(0);
    expect(confidenceParts(evidence({}, { dirtyBytesPerSecond: 200_000_000 })).cost).toBe(0);
  });

  it("of a move that only helps with the rest of its bundle is halved in its gain", () => {
    const swap = evidence({ subject: "pve2", bundleSize: 2 });
    expect(confidenceParts(swap).gain).toBe(0.5);
    expect(confidenceParts({ ...swap, subject: "pve1" }).gain).toBeGreaterThan(0.9);
  });

  it("of a forced move rests on headroom and cost alone", () => {
    const source = nodeEvidence("pve1", {}, {}, { dayCoverage: 0, weekCoverage: 0, cpuDayFraction: null });
    const parts = confidenceParts(evidence({ need: "evacuation", source }));
    expect(parts).toMatchObject({ gain: 1, history: 1, windows: 1 });
  });
});

describe("risk", () => {
  it("of a small idle VM on shared storage is low", () => {
    const target = nodeEvidence("pve2", {}, {});
    const source = nodeEvidence("pve1", {}, {});
    const risk = moveRisk(evidence({ source, target }, { memoryBytes: GIB }));
    expect(risk).toBeLessThan(2);
    expect(riskLevel(risk)).toBe("low");
  });

  it("grows with memory, writing, local disks, HA and busy nodes", () => {
    const usual = moveRisk(evidence());
    expect(moveRisk(evidence({}, { memoryBytes: 64 * GIB }))).toBeGreaterThan(usual + 12);
    expect(moveRisk(evidence({}, { dirtyBytesPerSecond: 125_000_000 }))).toBeGreaterThan(usual + 33);
    expect(moveRisk(evidence({}, { localDiskBytes: 512 * GIB }))).toBe(usual + 15);
    expect(moveRisk(evidence({}, { managedByHa: true }))).toBe(usual + 10);
    const target = nodeEvidence("pve2", {}, { memoryFraction: 1 });
    expect(riskParts(evidence({ target })).pressure).toBeCloseTo(1, 9);
  });

  it("of a guest that must be slowed down is never low, and rises without a step", () => {
    const at = (dirtyBytesPerSecond: number) => evidence({}, { dirtyBytesPerSecond });
    const slowed = at(110_000_000);
    expect(slowed.cost.throttledFraction).toBeCloseTo(0.43, 2);
    expect(riskLevel(moveRisk(slowed))).not.toBe("low");
    expect(moveRisk(slowed)).toBeGreaterThan(moveRisk(evidence()) + 25);
    expect(moveRisk(at(62_600_000)) - moveRisk(at(62_400_000))).toBeLessThanOrEqual(1);
  });

  it("of a restart is at least half of what downtime can be, of a stopped guest nothing", () => {
    expect(riskParts(evidence({}, { kind: "restart" })).downtime).toBeCloseTo(0.6, 9);
    expect(riskParts(evidence({}, { kind: "offline" }))).toMatchObject({
      memory: 0,
      writing: 0,
      downtime: 0,
    });
  });

  it("has words for its levels", () => {
    expect([0, 25, 26, 50, 51, 75, 76, 100].map(riskLevel)).toEqual([
      "low",
      "low",
      "moderate",
      "moderate",
      "high",
      "high",
      "very high",
      "very high",
    ]);
  });
});

it("both stay between 0 and 100, whatever the figures are", () => {
  const share = fc.double({ min: -1, max: 3 });
  const bytes = fc.double({ min: 0, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(share, share, share, bytes, bytes, bytes, (one, other, day, memory, dirty, disks) => {
      const story = evidence(
        {
          source: nodeEvidence("pve1", { cpuFraction: one }, { cpuFraction: other }, { cpuDayFraction: day }),
          target: nodeEvidence("pve2", { memoryFraction: other }, { memoryFraction: one }),
        },
        { memoryBytes: memory, dirtyBytesPerSecond: dirty, localDiskBytes: disks },
      );
      for (const value of [moveConfidence(story), moveRisk(story)]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
    }),
  );
});
