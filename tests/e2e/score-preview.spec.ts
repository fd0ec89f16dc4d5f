import { open } from "./support/pages";
import { expect, test } from "./support/test";

for (const width of [1440, 390]) {
  test(`the reason of every score is read in full, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page, "/settings/planning-thresholds");
    const nodes = page.getByRole("region", { name: "What if" }).getByRole("rowheader");
    await expect(nodes).toHaveCount(9);
    const cut = await nodes.locator("span").evaluateAll((spans) =>
      spans
        .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => {
          return scrollWidth > clientWidth || scrollHeight > clientHeight;
        })
        .map(({ textContent }) => textContent),
    );
    expect(cut).toEqual([]);
  });
}

test("scores are told while a weight is edited, before it is saved", async ({ page }) => {
  await open(page, "/settings/planning-thresholds");
  const preview = page.getByRole("region", { name: "What if" });
  await expect(preview.getByRole("row")).toHaveCount(10);
  await expect(preview.getByRole("status")).toContainText("How the newest reading scores");

  await page.getByRole("textbox", { name: "Memory threshold" }).fill("10");
  await expect(preview.getByRole("status")).toContainText("Nothing is saved yet");
  await expect(preview.getByRole("columnheader", { name: "From" })).toBeVisible();
  const health = preview.getByRole("row", { name: /^Health/ });
  await expect(health.getByRole("cell").first()).toHaveText(/^\d+$/);
  const [before, after] = (await health.getByRole("cell").allTextContents()).map(Number.parseFloat);
  expect(after).toBeLessThan(before ?? 0);

  await page.getByRole("textbox", { name: "Memory threshold" }).fill("900");
  await expect(preview.getByRole("status")).toContainText("A value is not valid");
  await page.getByRole("button", { name: "Discard" }).click();
});
