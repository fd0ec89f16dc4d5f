import { open, reload } from "./support/pages";
import { expect, test } from "./support/test";

test("the map shows the cluster, and keys walk it from guest to guest", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/\/map$/);
  const map = page.getByRole("application", { name: /^Map of / });
  await map.focus();
  await page.keyboard.press("ArrowRight");
  const card = page.getByRole("status").filter({ hasText: /VM \d|CT \d/ });
  await expect(card).toBeVisible();
  const first = (await card.textContent()) ?? "";
  await page.keyboard.press("ArrowRight");
  await expect(card).not.toHaveText(first);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/guest=/);
  await expect(page.getByRole("dialog")).toContainText(/Virtual machine|Container/);
});

test("a view, the plan and the table are parts of the address", async ({ page }) => {
  await open(page, "/map");
  await page.getByRole("button", { name: "Memory", exact: true }).click();
  await expect(page).toHaveURL(/view=memory/);
  await page.getByRole("button", { name: "As a table" }).click();
  await expect(page).toHaveURL(/as=table/);
  await expect(page.getByRole("table", { name: "Guests on rowan" })).toContainText("GiB");
  await reload(page);
  await expect(page.getByRole("table", { name: "Guests on rowan" })).toBeVisible();
});

test("the map is zoomed with keys and buttons, and shown whole again", async ({ page }) => {
  await open(page, "/map");
  const out = page.getByRole("button", { name: "Zoom out" });
  await expect(out).toBeDisabled();
  await page.getByRole("application", { name: /^Map of / }).focus();
  await page.keyboard.press("+");
  await expect(out).toBeEnabled();
  await page.getByRole("button", { name: "Show all of it" }).click();
  await expect(out).toBeDisabled();
});
