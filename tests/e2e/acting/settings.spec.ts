import { acting, inCombination, titleOf } from "../support/combinations";
import { expectToFit } from "../support/overflow";
import { open, reload } from "../support/pages";
import { readApi } from "../support/read-api";
import { expect, test } from "../support/test";

test("a setting is changed, marked and reset", async ({ page }) => {
  await open(page, "/settings/collection");
  const field = page.getByRole("textbox", { name: "Call budget a minute" });
  await field.fill("700");
  await expect(page.getByText("1 change not saved")).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Settings saved", { exact: true })).toBeVisible();
  await reload(page);
  await expect(field).toHaveValue("700");
  await page.getByRole("button", { name: "Reset Call budget a minute to its default" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Settings saved", { exact: true })).toBeVisible();
  await expect(field).toHaveValue("600");
});

for (const combination of acting({ role: "admin", width: 390, theme: "dark" }, ["admin"])) {
  const { width, theme } = combination;
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("adds a user, changes the role and disables them", async ({ page }) => {
      const username = `nina-${width}-${theme}`;
      await open(page, "/settings/users");
      await page.getByRole("button", { name: "Add user" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("User name").fill(username);
      await dialog.getByLabel("Name", { exact: true }).fill("Nina New");
      await dialog.getByLabel("Password").fill("handed-out-password-18");
      await dialog.getByRole("button", { name: "Add user" }).click();
      const main = page.getByRole("main");
      const rows = width === 390 ? main.getByRole("listitem") : main.getByRole("row");
      const row = rows.filter({ hasText: username });
      await expect(row).toContainText("must change password");
      await expectToFit(page);

      await row.getByRole("button", { name: `Edit ${username}` }).click();
      await dialog.getByLabel("Role").selectOption("operator");
      await dialog.getByRole("switch").click();
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(row).toContainText("operator");
      await expect(row).toContainText("disabled");
    });
  });
}

for (const combination of acting({ role: "admin", width: 1440, theme: "light" }, ["admin"])) {
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("sees what an edited weight does, saves it, sees it done, and takes it back", async ({ page }) => {
      test.setTimeout(180_000);
      const health = async () => {
        const [cluster] = await readApi<{ healthPercent: number }[]>(page, "/api/v1/clusters");
        return cluster?.healthPercent ?? 0;
      };
      const usual = await health();
      await open(page, "/settings/planning-thresholds");
      const field = page.getByRole("textbox", { name: "Memory threshold" });
      await field.fill("10");
      const preview = page.getByRole("region", { name: "What if" });
      await expect(preview.getByRole("status")).toContainText("Nothing is saved yet");
      await expect(preview.getByRole("columnheader", { name: "From" })).toBeVisible();
      const cells = preview.getByRole("row", { name: /^Health/ }).getByRole("cell");
      const [before, after] = (await cells.allTextContents()).map(Number.parseFloat);
      expect(after).toBeLessThan(before ?? 0);
      await expectToFit(page);
      try {
        await page.getByRole("button", { name: "Save changes" }).click();
        await expect(page.getByText("Settings saved", { exact: true })).toBeVisible();
        // The next reading is scored with it.
        await expect.poll(health, { timeout: 60_000 }).toBeLessThan(usual);
      } finally {
        await reload(page);
        await expect(field).toHaveValue("10");
        await page.getByRole("button", { name: "Reset Memory threshold to its default" }).click();
        await page.getByRole("button", { name: "Save changes" }).click();
        await expect(field).toHaveValue("70");
      }
      await expect.poll(health, { timeout: 60_000 }).toBeGreaterThan(after ?? 100);
    });
  });
}
