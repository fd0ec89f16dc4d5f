import { open } from "./support/pages";
import { VIEWER } from "./support/people";
import { expect, test } from "./support/test";

test("a value out of range is refused at its field, and let go of as it was", async ({ page }) => {
  await open(page, "/settings/collection");
  const field = page.getByRole("textbox", { name: "Call budget a minute" });
  const stored = await field.inputValue();
  await field.fill("5");
  await expect(page.getByText("At least 30.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(field).toHaveValue(stored);
});

test.describe("what the server refuses", () => {
  test.use({ expectedProblems: /400|422/ });

  test("is said at the field", async ({ page }) => {
    await page.route("**/api/v1/settings", (route) =>
      route.request().method() === "PUT"
        ? route.fulfill({
            status: 400,
            json: {
              error: {
                code: "invalid_input",
                message: "A value was refused.",
                requestId: "test",
                issues: [{ path: "values.collection.callsPerMinute", message: "Too few for eight nodes." }],
              },
            },
          })
        : route.continue(),
    );
    await open(page, "/settings/collection");
    await page.getByRole("textbox", { name: "Call budget a minute" }).fill("40");
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Too few for eight nodes.")).toBeVisible();
  });
});

test("a cluster with a wrong host is refused with a clear sentence", async ({ page }) => {
  await open(page, "/settings/connections");
  await page.getByRole("button", { name: "Add cluster" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expect(dialog.getByText("Give the cluster a name.")).toBeVisible();
  await expect(dialog.getByText("Enter a host name or an address.")).toBeVisible();

  await dialog.getByLabel("Name").fill("lab");
  await dialog.getByLabel("Host", { exact: true }).fill("no-such-host.invalid");
  await dialog.getByLabel("API token").fill("evenkeel@pve!console");
  await dialog.getByLabel("Token secret").fill("11111111-2222-4333-8444-555555555555");
  await dialog.getByRole("button", { name: "Test connection" }).click();
  await expect(dialog.getByRole("status")).toContainText("no-such-host.invalid", { timeout: 30_000 });
});

test.describe("a viewer", () => {
  test.use({ person: VIEWER });

  test("sees actions disabled with the reason, and the page for administrators says whose it is", async ({
    page,
  }) => {
    await open(page, "/settings/connections");
    const add = page.getByRole("button", { name: "Add cluster" });
    await expect(add).toHaveAttribute("aria-disabled", "true");
    await add.hover();
    await expect(page.getByRole("tooltip")).toContainText("Only administrators may do this");

    await page.goto("/settings/collection");
    await expect(page.getByRole("textbox", { name: "Call budget a minute" })).toBeDisabled();
    await page.goto("/settings/users");
    await expect(page.getByRole("heading", { name: "You may not see this page" })).toBeVisible();
  });
});
