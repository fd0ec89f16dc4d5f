import { firstNodeAddress, open, reload } from "../support/pages";
import { OPERATOR } from "../support/people";
import { expect, test } from "../support/test";

test.describe("an operator", () => {
  test.use({ person: OPERATOR });

  test("makes a rule, changes it and removes it", async ({ page }) => {
    await open(page, "/rules");
    await page.getByRole("button", { name: "Add rule" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("orders apart");
    await dialog.getByLabel("Guests").fill("201 202");
    await dialog.getByRole("button", { name: "Add rule" }).click();
    const made = page.getByRole("region", { name: "Made here" });
    await expect(made).toContainText("orders apart");
    await expect(made).toContainText("each on a node of its own");
    await made.getByRole("button", { name: "Edit orders apart" }).click();
    await dialog.getByLabel("Strict: never broken, not even to relieve a node").click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(made).toContainText("where possible");
    await made.getByRole("button", { name: "Remove orders apart" }).click();
    await dialog.getByRole("button", { name: "Remove rule" }).click();
    await expect(made).not.toContainText("orders apart");
  });

  test("leaves a node out of planning and takes it in again", async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, await firstNodeAddress(page));
    const toggle = page.getByRole("switch", { name: "Leave out of planning" });
    await toggle.click();
    await expect(toggle).toBeChecked();
    await reload(page);
    await expect(toggle).toBeChecked();
    await toggle.click();
    await expect(toggle).not.toBeChecked();
  });
});
