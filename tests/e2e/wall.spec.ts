import { open } from "./support/pages";
import { expect, test } from "./support/test";

test("the wall board shows clusters, what is wrong and what moves, and goes on by itself", async ({
  page,
}) => {
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await expect(page).toHaveURL(/\/wall$/);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  const cluster = page.getByRole("region").filter({ hasText: /\d+\/\d+ nodes online/ });
  await expect(cluster.getByRole("listitem")).toHaveCount(8);
  await expect(page.getByRole("region", { name: "What is wrong" })).toContainText(
    /is hot|is under strain|Nothing/,
  );
  await expect(page.getByRole("region", { name: "What moves" })).toBeVisible();

  const before = await cluster.textContent();
  await expect.poll(() => cluster.textContent(), { timeout: 45_000 }).not.toBe(before);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeVisible();
});

test("the wall board says so when what it shows is not that of now", async ({ page }) => {
  await open(page, "/wall");
  const old = page.getByRole("alert").filter({ hasText: "What is shown is old." });
  await page.keyboard.press(".");
  await expect(old).toContainText("held");
  await page.keyboard.press(".");
  await expect(old).toBeHidden();
});
