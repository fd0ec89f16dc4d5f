import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SCORING_SECTIONS } from "@/lib/scoring/scoring-settings";
import { renderScoringDocs } from "@/scripts/scoring-docs/render-scoring-docs";

const page = path.join(import.meta.dirname, "../../../docs/scoring.md");

describe("docs/scoring.md", () => {
  it("is what the code says: run npx tsx scripts/generate-scoring-docs.ts when it is not", () => {
    expect(readFileSync(page, "utf8")).toBe(renderScoringDocs());
  });

  it("names every setting", () => {
    const text = renderScoringDocs();
    for (const { key } of SCORING_SECTIONS.flatMap(({ settings }): readonly { key: string }[] => settings)) {
      expect(text).toContain(`\`${key}\``);
    }
  });
});
