import { acting, inCombination, titleOf } from "../support/combinations";
import { expectToFit } from "../support/overflow";
import { open, reload } from "../support/pages";
import { OPERATOR } from "../support/people";
import { expect, test } from "../support/test";

for (const combination of acting({ role: "operator", width: 1440, theme: "dark" }, ["operator", "admin"])) {
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("starts a dry run, reads what it decided, and finds it among the runs", async ({ page }) => {
      test.setTimeout(240_000);
      await open(page, "/automation");
      const button = page.getByRole("button", { name: "Dry run now" });
      await expect(button).toBeEnabled();
      await button.click();
      await expect(page.getByRole("dialog")).toContainText("No guest is touched.");
      await page.getByRole("dialog").getByRole("button", { name: "Start the dry run" }).click();
      await expect(page).toHaveURL(/run=[0-9a-f-]{36}/, { timeout: 60_000 });
      const run = page.getByRole("region", { name: "Run", exact: true });
      await expect(run).toContainText("started by", { timeout: 60_000 });
      await expect(run).toContainText(/would have moved|nothing to move|all held back/, { timeout: 120_000 });
      await expect(run).toContainText("dry run");

      await page.getByRole("button", { name: "Runs", exact: true }).click();
      await expect(page).toHaveURL(/view=runs/);
      const runs = page.getByRole("region", { name: "Runs" });
      const own = combination.width === 390 ? runs.getByRole("listitem") : runs.getByRole("row");
      const { username } = inCombination(combination).person;
      await expect(own.filter({ hasText: username }).first()).toContainText("dry run");
      await expectToFit(page);
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name: "CSV" }).click();
      expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    });
  });
}

test.describe("an operator", () => {
  test.use({ person: OPERATOR });

  test("pauses everything with a reason, sees it on another page, and resumes", async ({ page, baseURL }) => {
    const banner = page.getByText(/Everything is paused by .*: kernel updates/);
    try {
      await open(page, "/automation");
      await page.getByRole("button", { name: /^Automation \w/ }).click();
      await page.getByRole("button", { name: "Pause everything" }).click();
      const dialog = page.getByRole("dialog", { name: "Pause everything?" });
      await dialog.getByLabel("Why?").fill("kernel updates");
      await dialog.getByRole("button", { name: "Pause everything" }).click();
      await expect(banner).toBeVisible();
      await open(page, "/guests");
      await expect(banner).toBeVisible();
      await expect(page.getByRole("button", { name: /^Automation Paused/ })).toBeVisible();

      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Go to" }).fill("resume");
      await page.keyboard.press("Enter");
      const question = page.getByRole("dialog", { name: "Resume everything?" });
      await expect(question).toContainText("kernel updates");
      await question.getByRole("button", { name: "Resume" }).click();
      await expect(banner).toHaveCount(0);
    } finally {
      await page.request.post("/api/v1/engine/resume", { headers: { origin: baseURL ?? "" }, data: {} });
    }
  });
});

test("an administrator edits the week by keyboard, and it says when it opens next", async ({ page }) => {
  await open(page, "/automation?view=week");
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Add a window" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From", { exact: true }).fill("25");
  for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri"]) {
    await dialog.getByRole("button", { name: day, exact: true }).press(" ");
  }
  await dialog.getByRole("button", { name: "Add window" }).press("Enter");
  await expect(dialog.getByText("Needs a name.")).toBeVisible();
  await expect(dialog.getByText("Choose at least one day.")).toBeVisible();
  await expect(dialog.getByText(/^The start is a time from 00:00 to 23:59/)).toBeVisible();

  await dialog.getByLabel("Name").fill("Friday night");
  await dialog.getByRole("button", { name: "Fri", exact: true }).press(" ");
  await dialog.getByLabel("From", { exact: true }).fill("22");
  await dialog.getByLabel("To", { exact: true }).fill("6");
  await dialog.getByRole("button", { name: "Add window" }).press("Enter");
  const list = page.getByRole("list", { name: "Windows and blackouts" });
  await expect(list).toContainText("Friday 22:00 to 06:00 of the next day");
  const next = page.getByRole("region", { name: "When moves may be made next" });
  await expect(next).toContainText(/Fri .* 22:00 to Sat .* 06:00|now until Sat .* 06:00/i);
  await expect(next).toContainText(/Clocks go (forward|back)/);
  await page.getByRole("button", { name: "Save changes" }).press("Enter");
  await expect(page.getByText("Windows and blackouts saved", { exact: true })).toBeVisible();

  await reload(page);
  await expect(list).toContainText("Friday night");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  await page.getByRole("switch", { name: "Heed window Friday night" }).click();
  await expect(list).toContainText("switched off");
  await expect(next).toContainText(/at any time/i);
  await page.getByRole("button", { name: "Remove window Friday night" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("No window and no blackout")).toBeVisible();
  await page.getByRole("button", { name: "Use those of all clusters" }).click();
  await expect(page.getByRole("button", { name: "Use those of all clusters" })).toHaveCount(0);
});
