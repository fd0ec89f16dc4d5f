import { open } from "./support/pages";
import { expect, test } from "./support/test";

test("a view is named, left, and come back to; its link shows it to others", async ({ page }) => {
  const views: { id: string; page: string; name: string; query: string }[] = [];
  await page.route("**/api/v1/views**", async (route) => {
    const request = route.request();
    if (request.method() === "POST") {
      const view = { id: "5b1f0c52-6f3e-4a52-9df4-3f5b8c9d0003", ...request.postDataJSON() };
      views.push(view);
      await route.fulfill({ status: 201, json: { data: view } });
    } else if (request.method() === "DELETE") {
      views.length = 0;
      await route.fulfill({ json: { data: null } });
    } else await route.fulfill({ json: { data: views } });
  });
  await open(page, "/guests?filter=state:running&sort=-cpu&group=node");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByLabel("Name").fill("Busy ones");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "View: Busy ones" })).toBeVisible();
  expect(views[0]?.query).toBe("filter=state%3Arunning&group=node&sort=-cpu");

  await page.getByLabel("Group").selectOption("none");
  const menu = page.getByRole("button", { name: "Views" });
  await menu.click();
  await page.getByRole("menuitemradio", { name: "Busy ones" }).click();
  await expect(page).toHaveURL(/group=node/);

  await page.getByRole("button", { name: "View: Busy ones" }).click();
  await page.getByRole("menuitem", { name: "Remove Busy ones" }).click();
  await expect(menu).toBeVisible();
});
