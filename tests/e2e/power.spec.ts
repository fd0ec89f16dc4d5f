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
