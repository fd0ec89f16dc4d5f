// Writes docs/scoring.md; with --check it only compares, and exits 1 when the page is out of date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { renderScoringDocs } from "./scoring-docs/render-scoring-docs";

const page = path.join(import.meta.dirname, "../docs/scoring.md");
const expected = renderScoringDocs();

if (!process.argv.includes("--check")) {
  writeFileSync(page, expected);
} else if (!existsSync(page) || readFileSync(page, "utf8") !== expected) {
  process.stderr.write("docs/scoring.md is out of date: run npx tsx scripts/generate-scoring-docs.ts\n");
  process.exitCode = 1;
}
