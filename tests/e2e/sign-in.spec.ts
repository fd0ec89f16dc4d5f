import { ADMIN } from "./support/people";
import { expect, test } from "./support/test";

test.use({ person: null });

test.describe("a stranger", () => {
  test("is sent to the sign-in and comes back to where they wanted to be", async ({ page }) => {
    await page.goto("/nodes?sort=-cpu");
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
    await page.getByLabel("User name").fill(ADMIN.username);
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/nodes\?sort=-cpu$/);
    await expect(page.getByRole("table", { name: "Nodes" })).toBeVisible();
  });

  test("is not led to another site after the sign-in", async ({ page }) => {
    await page.goto("/sign-in?callbackUrl=https://example.org/");
    await page.getByLabel("User name").fill(ADMIN.username);
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

test("what is typed before the page is alive is kept, and cannot be sent into an address", async ({
  page,
}) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("User name").fill(ADMIN.username);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByLabel("Password").press("Enter");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
  await expect(page).toHaveURL(/\/sign-in$/);

  release();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test.describe("a wrong password", () => {
  test.use({ expectedProblems: /401/ });

  test("gets one sentence that tells nothing about the user", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("User name").fill("nobody-here");
    await page.getByLabel("Password").fill("certainly not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("The user name or the password is wrong.")).toBeVisible();
  });
});
