import { open } from "./support/pages";
import { expect, test } from "./support/test";

const line = (number: number, parts: object) => ({
  id: String(number),
  atMs: Date.UTC(2026, 0, 5, 13, 45, number % 60),
  level: "info",
  component: "collection",
  message: `line ${number}`,
  move: null,
  fields: {},
  process: "evenkeel:4711",
  ...parts,
});

test("the program's log grows while it is looked at, and tells why something failed", async ({ page }) => {
  const err = { type: "PveError", message: "pve2 does not answer", stack: "PveError: …\n    at read" };
  await page.route("**/api/v1/logs?*", async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const isNewer = query.has("after");
    const known = Number(query.get("after") ?? 0);
    const newer =
      known < 3 ? [line(3, { level: "error", message: "the reading failed", fields: { err } })] : [];
    const rows = isNewer ? newer : [line(2, {}), line(1, { level: "warn", message: "slow answer" })];
    await route.fulfill({ json: { data: rows, meta: { total: rows.length, nextCursor: null } } });
  });
  // The lines without any filter come with the page; these are asked for by it.
  await open(page, "/logs?text=l");
  const lines = page.getByRole("group", { name: "Lines of the program's log" }).getByRole("listitem");
  await expect(lines.nth(0)).toContainText("the reading failed: pve2 does not answer");
  await expect(lines).toHaveCount(3);

  await lines.nth(0).locator("summary").click();
  await expect(lines.nth(0)).toContainText("at read");
  await lines.nth(0).getByRole("button", { name: "collection" }).click();
  await expect(page).toHaveURL(/component=collection/);
  await expect(page.getByRole("link", { name: "Download" })).toHaveAttribute(
    "href",
    "/api/v1/logs/export?text=l&component=collection",
  );
});

test("a line about a move names its guest and its way, and leads to it", async ({ page }) => {
  const id = "f3937a7b-7ba6-43ff-9e65-691d018321b1";
  const move = { id, vmid: 202, guestName: "pg-billing-1", from: "elm", to: "birch" };
  await page.route("**/api/v1/logs?*", (route) => {
    const isNewer = new URL(route.request().url()).searchParams.has("after");
    const rows = isNewer ? [] : [line(1, { message: `system: move.running move:${id}, ok`, move })];
    return route.fulfill({ json: { data: rows, meta: { total: rows.length, nextCursor: null } } });
  });
  await open(page, "/logs?text=move");
  const only = page.getByRole("group", { name: "Lines of the program's log" }).getByRole("listitem");
  await expect(only).toContainText("system: move.running pg-billing-1 (202): elm");
  await expect(only).not.toContainText(id);
  await expect(only.getByRole("link", { name: /pg-billing-1/ })).toHaveAttribute(
    "href",
    new RegExp(`^/migrations/${id}`),
  );
});

test("the log is searched and downloaded", async ({ page }) => {
  await open(page, "/logs");
  await page.keyboard.press("/");
  await page.keyboard.type("jobs are run by this process");
  await expect(
    page.getByRole("listitem").filter({ hasText: "jobs are run by this process" }),
  ).not.toHaveCount(0);
  const answer = await page.request.get("/api/v1/logs/export?text=jobs+are+run");
  const [first = ""] = (await answer.text()).split("\n");
  expect(JSON.parse(first)).toMatchObject({ level: "info", component: "jobs", msg: expect.any(String) });

  await page.getByRole("searchbox").fill("nobody ever wrote this");
  await expect(page.getByText("No line is like that")).toBeVisible();
});

test("a task's log opens beside the list of tasks, and is a link", async ({ page }) => {
  await open(page, "/logs?view=tasks");
  await page
    .getByRole("table", { name: "Tasks" })
    .getByRole("button", { name: /open its log/ })
    .first()
    .click();
  await expect(page).toHaveURL(/task=UPID/);
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText(/Task of Proxmox VE on/)).toBeVisible();
  await expect(sheet.getByRole("group", { name: "Lines of the log" })).toContainText(/\w/);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.goBack();
  await expect(sheet).toBeVisible();
});
