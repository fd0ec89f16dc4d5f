import { open, reload } from "./support/pages";
import { expect, test } from "./support/test";

test("the filter narrows the table and lives in the address", async ({ page }) => {
  await open(page, "/guests");
  const filter = page.getByRole("combobox", { name: "Filter guests" });
  await filter.fill("name~web state:running");
  await expect(page).toHaveURL(/filter=name%7Eweb\+state%3Arunning|filter=name~web/);
  // The filter is applied a moment after it is typed.
  await expect(page.getByRole("status").filter({ hasText: /\d+ of \d+ guests/ })).toBeVisible();
  const names = page.locator("[data-guest-name]");
  await expect(names).not.toHaveCount(0);
  await expect(names.filter({ hasNotText: "web" })).toHaveCount(0);

  await page.getByRole("button", { name: "Remove state:running" }).click();
  await expect(filter).toHaveValue("name~web");
  await expect(page).not.toHaveURL(/state/);
  await reload(page);
  await expect(filter).toHaveValue("name~web");
});

test("a term that cannot be read is explained and hides nothing", async ({ page }) => {
  await open(page, "/guests");
  const total = await page.getByRole("table", { name: "Guests" }).getAttribute("aria-rowcount");
  await page.getByRole("combobox", { name: "Filter guests" }).fill("colour:red");
  await expect(page.getByText("“colour” is no field.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Guests" })).toHaveAttribute("aria-rowcount", total ?? "");
});

test("the filter offers fields and the values that exist", async ({ page }) => {
  await open(page, "/guests");
  const filter = page.getByRole("combobox", { name: "Filter guests" });
  await filter.pressSequentially("no");
  await expect(page.getByRole("option", { name: /node:/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(filter).toHaveValue("node:");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(filter).toHaveValue(/^node:\S+ $/);
});

test("a column sorts, groups have headings, and only rows in view exist", async ({ page }) => {
  await open(page, "/guests");
  await page.getByRole("columnheader", { name: "Memory" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=-memory/);
  await expect(page.getByRole("columnheader", { name: "Memory" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("combobox", { name: "Group" }).selectOption("node");
  await expect(page.getByRole("rowheader").first()).toContainText(/guests?, \d+ running/);

  const table = page.getByRole("table", { name: "Guests" });
  const total = Number(await table.getAttribute("aria-rowcount"));
  expect(total).toBeGreaterThan(100);
  expect(await table.locator("tbody tr").count()).toBeLessThan(total);
});

test("a guest opens beside the table with its history", async ({ page }) => {
  await open(page, "/guests");
  await page.locator("[data-guest-name]").first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("region", { name: "CPU" })).toBeVisible();
  await expect(page).toHaveURL(/guest=/);
  await page.goBack();
  await expect(sheet).toBeHidden();
});

test("rows are walked with j and k", async ({ page }) => {
  // By a column whose order no new reading changes.
  await open(page, "/guests?sort=name");
  const names = page.locator("[data-guest-name]");
  await names.first().focus();
  await page.keyboard.press("j");
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(names.first()).toBeFocused();
});

test("every row is printed, not only those in view, on a sheet across", async ({ page }) => {
  // As wide as A4 across between its margins.
  await page.setViewportSize({ width: 1_047, height: 700 });
  await open(page, "/guests?filter=state:running+cpu>0");
  const table = page.getByRole("table", { name: "Guests" });
  const rows = Number(await table.getAttribute("aria-rowcount"));
  expect(rows).toBeGreaterThan(await table.locator("tbody tr").count());

  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const paper = page.getByRole("region", { name: "Guests on paper" });
  await expect(paper.getByRole("row")).toHaveCount(rows);
  await expect(paper).toContainText("Filter: state is running, CPU over 0 %.");
  await expect(paper).toContainText(/Read \d{4}-\d\d-\d\d/);
  await expect(paper).toContainText("guests of Demo");
  await expect(table).toBeHidden();
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);

  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: null });
  await expect(paper).toHaveCount(0);
  await expect(table).toBeVisible();
});
