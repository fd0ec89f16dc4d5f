import { describe, expect, it } from "vitest";
import { bandSentence, bandWords } from "@/lib/client/format/band-words";

const minutes = (resolutionSeconds: number) => ({ resolutionSeconds, sampleSeconds: 60 });

describe("what a chart's band means", () => {
  it("goes from the lowest minute average where a point holds several minutes", () => {
    expect(bandWords(minutes(1_800)).lowest).toBe("lowest minute average");
    expect(bandSentence(minutes(1_800))).toBe(
      "One point is 30 min: line the average, band from the lowest minute average to the highest reading.",
    );
  });

  it("has no lower edge where a point is one minute", () => {
    expect(bandWords(minutes(60))).toEqual({ lowest: null, highest: "highest reading" });
    expect(bandSentence(minutes(60))).toMatch(/lowest of a single minute is not kept/);
  });

  it("speaks of readings where they are there, and of hours where only they are", () => {
    expect(bandWords({ resolutionSeconds: 30, sampleSeconds: 10 }).lowest).toBe("lowest reading");
    expect(bandWords({ resolutionSeconds: 86_400, sampleSeconds: 3_600 }).lowest).toBe("lowest hour average");
    expect(bandSentence({ resolutionSeconds: 10, sampleSeconds: 10 })).toBe(
      "One point is 10 s: a single reading.",
    );
  });
});
