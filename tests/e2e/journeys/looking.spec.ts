import { readFileSync } from "node:fs";
import path from "node:path";
import { inCombination, READING, titleOf } from "../support/combinations";
import { expectToFit } from "../support/overflow";
import { open } from "../support/pages";
import { goByPalette } from "../support/palette";
import { showAdvice } from "../support/show-advice";
import { showKnownRun } from "../support/show-automation";
import { expect, test } from "../support/test";

const SCORING_DOCS = readFileSync(path.join(import.meta.dirname, "../../../docs/scoring.md"), "utf8");

for (const combination of READING) {
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("finds a hot node and understands its score, down to the settings and their page of the docs", async ({
      page,
    }) => {
      await open(page, "/");
      await expect(page.locator("html")).toContainClass(combination.theme);
      await expect(page.getByRole("main").getByRole("status").first()).toContainText(
        /under strain|hot|offline/,
      );
      await expectToFit(page);
      // Read and pressed at once: the next reading may name another node.
      const name = await page
        .getByRole("link", { name: /^See / })
        .first()
        .evaluate((link: HTMLElement) => {
          link.click();
          return (link.textContent ?? "").replace("See ", "");
        });
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
      const score = page.getByRole("region", { name: "Score" });
      await expect(score).toContainText(/penalty points from \d+ cause/);
      await expect(score.getByRole("listitem").first()).toContainText(/points; starts at/);
      await score.getByRole("button", { name: /cost nothing/ }).click();
      await expect(score.getByRole("button", { name: "Hide what costs nothing" })).toBeVisible();
      await expectToFit(page);

      await goByPalette(page, "memory threshold", /Memory threshold/);
      await expect(page).toHaveURL(/\/settings\/planning-thresholds$/);
      await expect(page.getByRole("textbox", { name: "Memory threshold" })).toBeVisible();
      const keys = await page.getByText(/^planning\.\w+$/).allTextContents();
      expect(keys).toContain("planning.memoryThreshold");
      expect(keys.filter((key) => !SCORING_DOCS.includes(`\`${key}\``))).toEqual([]);
      await expectToFit(page);
    });

    test("reads what is advised, why, why not more, and what was checked", async ({ page }) => {
      await showAdvice(page);
      await open(page, "/recommendations");
      await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Moves advised");
      const move = page.getByRole("region", { name: "Wave 1" }).getByRole("listitem").first();
      await move.getByRole("button", { name: /^Why and with what effect/ }).click();
      await expect(move).toContainText("Confidence 84 of 100");
      const why = page.getByRole("region", { name: "Why not the others?" });
      await why.getByRole("searchbox").fill("graphics");
      await expect(why).toContainText("Bound to a device of its node");
      await expect(why).not.toContainText("The gain is too small");
      const certificate = page.getByRole("region", { name: "Certificate" });
      await certificate.getByText("What was checked").click();
      await expect(certificate).toContainText("Every node has room at every step.");
      await expectToFit(page);
    });

    test("reads what a dry run decided, and why it held moves back", async ({ page }) => {
      await showKnownRun(page);
      await open(page, "/automation");
      await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText(
        "It would have made 1 of 4 moves.",
      );
      const gates = page.getByRole("region", { name: "How it decided" });
      await expect(gates).toContainText("4 moves planned, 1 would be made");
      await gates.getByRole("button", { name: /^Rest\b/ }).click();
      await expect(page.getByText(/was moved lately and rests until/)).toBeVisible();
      await expect(page.getByText(/at least 75 is asked for/)).toHaveCount(0);
      await expectToFit(page);
    });

    test("sees which nodes are in service, and the state of each guest", async ({ page }) => {
      await open(page, "/maintenance");
      await expect(page.getByRole("list", { name: "Nodes" }).getByRole("listitem")).toHaveCount(8);
      await expect(page.getByRole("region", { name: "History" })).toBeVisible();
      await expectToFit(page);
      await open(page, "/guests?filter=name:mssql-erp");
      // A phone gets its cards once the page has come alive: the table before them answers nobody.
      const guests = page.viewportSize()?.width === 390 ? page.getByRole("article") : page.getByRole("row");
      await guests.locator("[data-guest-name]").first().click();
      const panel = page.getByRole("dialog");
      await expect(panel.getByRole("region", { name: "CPU" })).toBeVisible();
      await panel.getByRole("link", { name: /Configuration, backups/ }).click();
      await expect(page.getByRole("heading", { level: 1, name: "mssql-erp" })).toBeVisible();
      await expect(page.getByRole("region", { name: "Where could it run" })).toContainText("It is here.");
      await expectToFit(page);
    });
  });
}
