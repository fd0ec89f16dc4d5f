import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { planScenario } from "@/scripts/plan/plan-scenario";
import { afterPlan } from "./judge/cluster-after";
import { parseExpectation } from "./judge/expectation";
import { expectRange, judgePlan } from "./judge/judge-plan";

const stories = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "judge")
  .map(({ name }) => name)
  .sort();

const read = (story: string, file: string) =>
  readFileSync(path.join(import.meta.dirname, story, file), "utf8");

describe("stories", () => {
  it("are all here", () => expect(stories.length).toBeGreaterThanOrEqual(148));

  it.each(stories)("%s", (story) => {
    const text = read(story, "input.yaml");
    const expected = parseExpectation(read(story, "expected.yaml"));
    const { scenario } = parseScenario(text);

    const plan = planScenario({ text, overrides: {} });

    judgePlan(scenario, plan, expected);
    const again = planScenario({ text: JSON.stringify(afterPlan(scenario, plan.placements)), overrides: {} });
    expectRange("moves of a second plan", again.moves.length, expected.again);
  });
});
