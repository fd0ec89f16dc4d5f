import type { Page } from "@playwright/test";
import type { MaintenanceOverview } from "@/lib/api/maintenance";
import { expectAccessibleEverywhere } from "../support/axe";
import { acting, inCombination, titleOf } from "../support/combinations";
import { clusterAddress, open } from "../support/pages";
import { expect, test } from "../support/test";

const NODE = "fir";

const JOURNEYS = acting({ role: "operator", width: 1440, theme: "light" }, ["operator", "admin"]);

for (const combination of JOURNEYS) {
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("empties a node from its page, sees that it is safe to reboot, and brings its guests home", async ({
      page,
      baseURL,
    }) => {
      test.setTimeout(600_000);
      try {
        await open(page, `/nodes/${(await clusterAddress(page)).split("/").at(-1)}/${NODE}`);
        await page.getByRole("button", { name: `Maintenance… of ${NODE}` }).click();
        const dialog = page.getByRole("dialog", { name: `Maintenance of ${NODE}` });
        await dialog.getByLabel("Why?").fill("New memory");
        for (const guest of ["vpn-gateway", "print"]) {
          await dialog.getByLabel(`What becomes of ${guest}`).selectOption("shutdown", { timeout: 60_000 });
        }
        await dialog.getByLabel(`Type ${NODE} to confirm`).fill(NODE);
        await dialog.getByRole("button", { name: `Empty ${NODE}` }).click();
        await expect(page).toHaveURL(/\/maintenance\/[0-9a-f-]{36}/, { timeout: 60_000 });
        const state = page.getByRole("region", { name: "State" });
        await expect(state.getByRole("progressbar")).toBeVisible();

        await expect(state).toContainText(`${NODE} is empty: safe to reboot`, { timeout: 240_000 });
        const done = page.getByRole("region", { name: "Done" });
        await expect(done.getByRole("listitem").filter({ hasText: "wiki" })).toContainText("moved");
        await expect(done.getByRole("listitem").filter({ hasText: "dns-1" })).toContainText("moved");
        await expect(done.getByRole("listitem").filter({ hasText: "vpn-gateway" })).toContainText(
          "shut down",
        );

        await expectAccessibleEverywhere(page, "a maintenance");
        await page.getByRole("button", { name: "End maintenance…" }).click();
        const end = page.getByRole("dialog", { name: `End the maintenance of ${NODE}?` });
        await end.getByRole("switch", { name: /^Bring \d+ guests home now/ }).click();
        await expect(end.getByRole("group", { name: "Guests that go home" })).toContainText("wiki", {
          timeout: 60_000,
        });
        await end.getByRole("button", { name: "End and bring home" }).click();
        await expect(page.getByText("ended, all guests are home")).toBeVisible({ timeout: 240_000 });
        await open(page, "/maintenance");
        await expect(
          page.getByRole("region", { name: "History" }).getByRole("listitem").first(),
        ).toContainText("New memory");
      } finally {
        await putBack(page, baseURL ?? "");
      }
    });
  });
}

/** Ends what a failed test left behind: the next ones find the node as it was. */
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
