import type { Page } from "@playwright/test";
import { detailPages, firstNodeAddress, open } from "./support/pages";
import { expect, test } from "./support/test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("what is touched in a chart is told within the screen", async ({ page }) => {
  test.setTimeout(120_000);
  for (const { name, address } of (await detailPages(page)).slice(0, 2)) {
    await open(page, address);
    // Its values are the longest.
    const panel = page.getByRole("region", { name: "Network" });
    const chart = panel.locator(".recharts-surface").first();
    await expect(chart.locator("path").first()).toBeVisible();
    await chart.scrollIntoViewIfNeeded();
    await chart.hover({ position: { x: 200, y: 60 } });
    await expect(panel.locator(".recharts-tooltip-wrapper table")).toBeVisible();
    expect.soft(await overflowOf(page), name).toBeLessThanOrEqual(0);
  }
});

test("nothing on the page of figures is scrolled sideways to be read", async ({ page }) => {
  await open(page, "/performance");
  const endpoints = page.getByRole("region", { name: "Endpoints" });
  await expect(endpoints.getByRole("listitem").first()).toContainText("calls a minute");
  const wider = await page.locator("main *").evaluateAll((elements) =>
    elements
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        return (overflowX === "auto" || overflowX === "scroll") && element.scrollWidth > element.clientWidth;
      })
      .map((element) => element.getAttribute("aria-label")),
  );
  expect(wider).toEqual([]);
  await expect(page.getByRole("list", { name: "Calls to Proxmox VE" })).toBeVisible();
});

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
