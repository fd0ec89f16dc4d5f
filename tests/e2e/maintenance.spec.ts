import type { Page } from "@playwright/test";
import { open } from "./support/pages";
import { OPERATOR, VIEWER } from "./support/people";
import { expect, test } from "./support/test";

/** A node with guests that can never go. */
const STUCK_NODE = "maple";

const startButton = (page: Page, node: string) =>
  page.getByRole("button", { name: `Maintenance… of ${node}` });

test("keys lead to maintenance, which lists every node", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await expect(page).toHaveURL(/\/maintenance$/);
  await expect(page.getByRole("list", { name: "Nodes" }).getByRole("listitem")).toHaveCount(8);
  await expect(page.getByRole("region", { name: "History" })).toBeVisible();
});

test.describe("an operator", () => {
  test.use({ person: OPERATOR });

  test("sees what blocks a node from being emptied, what helps, and what another choice changes", async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await open(page, "/maintenance");
    await startButton(page, STUCK_NODE).click();
    const dialog = page.getByRole("dialog", { name: `Maintenance of ${STUCK_NODE}` });
    const blockers = dialog.getByRole("list", { name: "What blocks" });
    await expect(blockers).toContainText("ml-train", { timeout: 60_000 });
    await expect(blockers).toContainText("What helps:");
    for (const guest of ["ml-train", "ml-serve", "media"]) {
      await dialog.getByLabel(`What becomes of ${guest}`).selectOption("shutdown");
    }
    await expect(blockers).toHaveCount(0, { timeout: 60_000 });
    await expect(dialog).toContainText("is shut down");
    const send = dialog.getByRole("button", { name: `Empty ${STUCK_NODE}` });
    await expect(send).toBeDisabled();
    await dialog.getByLabel(`Type ${STUCK_NODE} to confirm`).fill("another");
    await expect(send).toBeDisabled();
    await dialog.getByLabel(`Type ${STUCK_NODE} to confirm`).fill(STUCK_NODE);
    await expect(send).toBeEnabled();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(startButton(page, STUCK_NODE)).toBeVisible();
  });
});

test.describe("a viewer", () => {
  test.use({ person: VIEWER });

  test("sees the nodes, and who may put one into maintenance", async ({ page }) => {
    await open(page, "/maintenance");
    const button = startButton(page, STUCK_NODE);
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.hover();
    await expect(page.getByRole("tooltip")).toContainText("you are viewer");
  });
});

test("a maintenance that is not there is said not to be", async ({ page }) => {
  await page.goto("/maintenance/00000000-0000-4000-8000-000000000000");
  await expect(page.getByText("There is nothing here")).toBeVisible();
});
