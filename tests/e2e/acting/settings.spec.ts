import { open, reload } from "../support/pages";
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

test("an administrator adds a user, changes the role and disables them", async ({ page }) => {
  await open(page, "/settings/users");
  await page.getByRole("button", { name: "Add user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill("nils");
  await dialog.getByLabel("Name", { exact: true }).fill("Nils New");
  await dialog.getByLabel("Password").fill("handed-out-password-18");
  await dialog.getByRole("button", { name: "Add user" }).click();
  const row = page.getByRole("row", { name: /nils/ });
  await expect(row).toContainText("must change password");

  await row.getByRole("button", { name: "Edit nils" }).click();
  await dialog.getByLabel("Role").selectOption("operator");
  await dialog.getByRole("switch").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("operator");
  await expect(row).toContainText("disabled");
});
