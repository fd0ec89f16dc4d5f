import type { Page } from "@playwright/test";
import { open, richGuestAddress } from "./support/pages";
import { expect, test } from "./support/test";

const now = Date.now();

/** Answers for one guest instead of the server: nothing is switched off while others look on. */
async function answerPower(page: Page): Promise<{ readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  const task = (rest: object) => ({
    id: "5b1f0c52-6f3e-4a52-9df4-3f5b8c9d0001",
    clusterId: "5b1f0c52-6f3e-4a52-9df4-3f5b8c9d0002",
    vmid: 100,
    node: "elm",
    action: "shutdown",
    state: "running",
    requestedBy: "admin",
    requestedAtMs: now,
    endedAtMs: null,
    upid: null,
    result: null,
    fix: null,
    trouble: null,
    ...rest,
  });
  let looks = 0;
  await page.route("**/api/v1/guests/*/*/power", async (route) => {
    if (route.request().method() === "POST") {
      asked.push(route.request().postDataJSON());
      await route.fulfill({ status: 202, json: { data: task({}) } });
      return;
    }
    if (asked.length > 0) looks += 1;
    const ended = { state: "done", endedAtMs: Date.now(), result: "The guest is off." };
    const tasks = asked.length === 0 ? [] : [task(looks < 3 ? {} : ended)];
    await route.fulfill({ json: { data: tasks } });
  });
  return { asked };
}

test("a guest is shut down after it was said what that means, and its end is told", async ({ page }) => {
  const { asked } = await answerPower(page);
  await open(page, await richGuestAddress(page));
  await page.getByRole("button", { name: "Power" }).click();
  await page.getByRole("menuitem", { name: "Shut down" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Shut down mssql-erp?");
  await expect(dialog).toContainText("It has 3 minutes");
  expect(asked).toEqual([]);

  await dialog.getByRole("button", { name: "Shut down" }).click();
  const state = page.getByRole("region", { name: "Power" });
  await expect(state.getByRole("status")).toHaveText("Shut down: the guest is off.");
  expect(asked).toEqual([{ action: "shutdown", node: expect.any(String) }]);
});

test("a link asks for it, and leaving everything as it is asks for nothing", async ({ page }) => {
  const { asked } = await answerPower(page);
  // The question covers the page: nothing behind it can be waited for.
  await page.goto(`${await richGuestAddress(page)}?power=stop`);
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("as if its plug were pulled");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(/power=/);
  expect(asked).toEqual([]);
});

test("several guests are shut down at once: each is named, some are left out, the end of each is told", async ({
  page,
}) => {
  const asked: string[] = [];
  await page.route("**/api/v1/guests/*/*/power", async (route) => {
    const [, clusterId = "", vmid = ""] = /guests\/([^/]+)\/(\d+)\/power/.exec(route.request().url()) ?? [];
    const task = {
      id: `5b1f0c52-6f3e-4a52-9df4-${vmid.padStart(12, "0")}`,
      clusterId,
      vmid: Number(vmid),
      node: "elm",
      action: "shutdown",
      requestedBy: "admin",
      requestedAtMs: now,
      upid: null,
      fix: null,
      trouble: null,
    };
    if (route.request().method() === "POST") {
      asked.push(vmid);
      const going = { ...task, state: "running", endedAtMs: null, result: null };
      return route.fulfill({ status: 202, json: { data: going } });
    }
    const ended = { ...task, state: "done", endedAtMs: now, result: "The guest is off." };
    return route.fulfill({ json: { data: [ended] } });
  });
  await open(page, "/guests?filter=id<113");
  const table = page.getByRole("table", { name: "Guests" });
  await table.getByRole("checkbox", { name: "Choose web-01" }).check();
  await table.getByRole("button", { name: "web-02", exact: true }).focus();
  await page.keyboard.press("x");
  const bar = page.getByRole("region", { name: "Chosen guests" });
  await expect(bar.getByRole("status")).toHaveText("2 guests chosen");

  await bar.getByRole("button", { name: "Start" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: "Left out" })).toContainText("It is on already.");
  await expect(dialog.getByRole("button", { name: "Start 0 guests" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await bar.getByRole("button", { name: "Shut down" }).click();
  await expect(dialog.getByRole("list", { name: "Will be asked" })).toContainText("web-01 110");
  const confirm = dialog.getByRole("button", { name: "Shut down 2 guests" });
  await expect(confirm).toBeDisabled();
  expect(asked).toEqual([]);
  await dialog.getByLabel("Type 2 to shut down 2 guests").fill("2");
  await confirm.click();
  const results = dialog.getByRole("list", { name: "Results" }).getByRole("listitem");
  await expect(results.filter({ hasText: "Shut down: the guest is off." })).toHaveCount(2);
  await expect(dialog).toContainText("2 of 2 ended");
  expect(asked.sort()).toEqual(["110", "111"]);
});
