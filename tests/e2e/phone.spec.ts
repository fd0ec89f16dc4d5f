import type { Page } from "@playwright/test";
import { detailPages, firstNodeAddress, open, PAGES } from "./support/pages";
import { expect, test } from "./support/test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

for (const { name, address } of PAGES) {
  test(`${name} fits a phone`, async ({ page }) => {
    await open(page, address);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });
}

for (const name of ["node", "guest", "cluster"]) {
  test(`a ${name} fits a phone`, async ({ page }) => {
    const wanted = (await detailPages(page)).find((candidate) => candidate.name === name);
    await open(page, wanted?.address ?? "");
    await expect(page.getByRole("region", { name: "CPU" })).toBeVisible();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });
}

test("a user is edited on a phone", async ({ page }) => {
  await open(page, "/settings/users");
  const edit = page.getByRole("button", { name: "Edit vera" });
  await expect(edit).toBeInViewport({ ratio: 1 });
  await edit.click();
  await expect(page.getByRole("dialog")).toContainText("vera");
});

function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

test("a phone leads from the bottom bar to a node", async ({ page }) => {
  await open(page, "/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Nodes" }).click();
  await expect(page).toHaveURL(/\/nodes$/);
  await open(page, await firstNodeAddress(page));
  await expect(page.getByRole("region", { name: "Score" })).toBeVisible();
});
