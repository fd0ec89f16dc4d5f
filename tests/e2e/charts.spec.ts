import { firstNodeAddress, open, reload } from "./support/pages";
import { expect, test } from "./support/test";

test("a drag across a chart zooms all charts, in the address, and back", async ({ page }) => {
  await open(page, await firstNodeAddress(page));
  const chart = page.getByRole("region", { name: "CPU" }).locator(".recharts-surface").first();
  // Drawn, not only there: what is dragged across is its lines.
  await expect(chart.locator("path").first()).toBeVisible();
  const box = await chart.boundingBox();
  if (!box) throw new Error("the chart is not shown");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await reload(page);
  await page.getByRole("button", { name: "Zoom out" }).click();
  await expect(page).not.toHaveURL(/from=/);
});

test("the figures of charts are taken away as a file", async ({ page }) => {
  await open(page, await firstNodeAddress(page));
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.csv$/);
});
