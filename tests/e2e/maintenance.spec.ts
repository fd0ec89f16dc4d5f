import type { Page } from "@playwright/test";
import type { MaintenanceOverview } from "@/lib/api/maintenance";
import { open } from "./support/pages";
import { OPERATOR, storedState, VIEWER } from "./support/people";
import { expect, test } from "./support/test";

/** No other test moves guests of these nodes. The first has small guests on shared storage, the second such that can never go. */
const NODE = "rowan";
const STUCK_NODE = "maple";

async function clusterId(page: Page): Promise<string> {
  const answer = await page.request.get("/api/v1/clusters");
  const { data } = (await answer.json()) as { data: { id: string }[] };
  return data[0]?.id ?? "";
}

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
  test.use({ storageState: ({ browserName: _ }, use) => use(storedState(OPERATOR)) });

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

  test("empties a node from its page, sees that it is safe to reboot, and brings its guests home", async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(1_200_000);
    try {
      await open(page, `/nodes/${await clusterId(page)}/${NODE}`);
      await startButton(page, NODE).click();
      const dialog = page.getByRole("dialog", { name: `Maintenance of ${NODE}` });
      await dialog.getByLabel("Why?").fill("New memory");
      // Two guests move; with these, which are large or have disks or devices of the node, it would take minutes.
      for (const guest of ["dhcp", "vpn-gateway", "print", "telephony", "zigbee-bridge", "homeassistant"]) {
        await dialog.getByLabel(`What becomes of ${guest}`).selectOption("shutdown", { timeout: 60_000 });
      }
      await dialog.getByLabel(`Type ${NODE} to confirm`).fill(NODE);
      await dialog.getByRole("button", { name: `Empty ${NODE}` }).click();
      await expect(page).toHaveURL(/\/maintenance\/[0-9a-f-]{36}/, { timeout: 60_000 });
      const state = page.getByRole("region", { name: "State" });
      await expect(state.getByRole("progressbar")).toBeVisible();

      await expect(state).toContainText(`${NODE} is empty: safe to reboot`, { timeout: 540_000 });
      const done = page.getByRole("region", { name: "Done" });
      await expect(done.getByRole("listitem").filter({ hasText: "wiki" })).toContainText("moved");
      await expect(done.getByRole("listitem").filter({ hasText: "vpn-gateway" })).toContainText("shut down");

      await page.getByRole("button", { name: "End maintenance…" }).click();
      const end = page.getByRole("dialog", { name: `End the maintenance of ${NODE}?` });
      await end.getByRole("switch", { name: /^Bring \d+ guests home now/ }).click();
      await expect(end.getByRole("group", { name: "Guests that go home" })).toContainText("wiki", {
        timeout: 60_000,
      });
      await end.getByRole("button", { name: "End and bring home" }).click();
      await expect(page.getByText("ended, all guests are home")).toBeVisible({ timeout: 540_000 });
      await open(page, "/maintenance");
      await expect(page.getByRole("region", { name: "History" }).getByRole("listitem").first()).toContainText(
        "New memory",
      );
    } finally {
      await putBack(page, baseURL ?? "");
    }
  });
});

test.describe("a viewer", () => {
  test.use({ storageState: ({ browserName: _ }, use) => use(storedState(VIEWER)) });

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

/** Ends what a failed test left behind: other tests find the node as it was. */
async function putBack(page: Page, origin: string): Promise<void> {
  const answer = await page.request.get("/api/v1/maintenance");
  const { data } = (await answer.json()) as { data: MaintenanceOverview };
  for (const { id } of data.active.filter(({ node }) => node === NODE)) {
    await page.request.post(`/api/v1/maintenance/${id}/cancel`, { headers: { origin }, data: {} });
    await page.request.post(`/api/v1/maintenance/${id}/end`, {
      headers: { origin },
      data: { bringHome: true },
    });
  }
}
