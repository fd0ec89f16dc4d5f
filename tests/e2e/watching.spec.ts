import { open } from "./support/pages";
import { expect, test } from "./support/test";

test("numbers on the overview move without a reload", async ({ page }) => {
  await open(page, "/");
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const rows = page.getByRole("table", { name: "Nodes" }).locator("tbody");
  const before = await rows.textContent();

  await expect.poll(() => rows.textContent(), { timeout: 45_000 }).not.toBe(before);
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
});

test("an operator gets from the headline to a troubled node and its reasons", async ({ page }) => {
  await open(page, "/");
  await expect(page.getByRole("main").getByRole("status").first()).toContainText(/under strain|hot|offline/);
  // Read and pressed at once: the next reading may name another node.
  const name = await page
    .getByRole("link", { name: /^See / })
    .first()
    .evaluate((link: HTMLElement) => {
      link.click();
      return (link.textContent ?? "").replace("See ", "");
    });

  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const score = page.getByRole("region", { name: "Score" });
  await expect(score).toContainText(/penalty points from \d+ cause/);
  await expect(score.getByRole("listitem").first()).toContainText(/points; starts at/);
  await score.getByRole("button", { name: /cost nothing/ }).click();
  await expect(score.getByRole("button", { name: "Hide what costs nothing" })).toBeVisible();
});

test("the range of a node's charts is part of the address", async ({ page }) => {
  await open(page, "/nodes");
  await page.getByRole("table", { name: "Nodes" }).getByRole("link").first().click();
  await expect(page.getByRole("region", { name: "CPU" })).toBeVisible();
  await page.getByRole("button", { name: "7d" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await page.keyboard.press("[");
  await expect(page).toHaveURL(/range=24h/);
  await expect(page.getByRole("button", { name: "24h" })).toHaveAttribute("aria-pressed", "true");
});

test("eight nodes fit on one screen", async ({ page }) => {
  await open(page, "/");
  await expect(page.getByRole("table", { name: "Nodes" }).locator("tbody tr")).toHaveCount(8);
  await expect(page.getByRole("table", { name: "Busiest guests" }).locator("tbody tr")).toHaveCount(8);
  const overflow = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  expect(overflow).toBeLessThanOrEqual(0);
});

test("keys lead everywhere", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/nodes$/);
  await expect(page.getByRole("heading", { name: "Nodes" })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Filter nodes" })).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Go to" }).fill("web-0");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/guests\/[^/]+\/\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("web-0");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.locator("body").press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("a held page stands still until it is let go", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press(".");
  await expect(page.getByRole("button", { name: "held" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press(".");
  await expect(page.getByRole("button", { name: /^live/ })).toHaveAttribute("aria-pressed", "false");
});

test("nothing moves when something happens", async ({ page }) => {
  const { data } = (await (await page.request.get("/api/v1/clusters")).json()) as {
    data: readonly { id: string }[];
  };
  const event = (id: string, message: string) => ({
    ...{ id, message, clusterId: data[0]?.id, atMs: Date.now(), kind: "node_online", severity: "info" },
    ...{ node: null, vmid: null, guestObjectId: null, storage: null },
  });
  let events = ["first", "second", "third"].map((message) => event(message, message));
  await page.route("**/api/v1/events?*", (route) => route.fulfill({ json: { data: events, meta: {} } }));
  await open(page, "/");
  const items = page.getByRole("region", { name: "What happened" }).getByRole("listitem");
  await expect(items).toHaveText([/first/, /second/, /third/]);
  const places = () => items.evaluateAll((all) => all.map((item) => item.getBoundingClientRect().top));
  const before = await places();

  events = [
    event("newest", "newest, in so many words that one line cannot hold them all ".repeat(3)),
    ...events,
  ];
  await expect(async () => {
    // What is shown is read again when somebody comes back to the page.
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(items).toHaveText([/newest/, /first/, /second/, /third/], { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  expect((await places()).slice(0, before.length)).toEqual(before);
});
