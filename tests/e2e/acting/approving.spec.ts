import type { Page } from "@playwright/test";
import type { RecommendationView } from "@/lib/api/recommendations";
import { expectAccessibleEverywhere } from "../support/axe";
import { acting, inCombination, titleOf } from "../support/combinations";
import { expectToFit } from "../support/overflow";
import { clusterAddress, open } from "../support/pages";
import { readApi } from "../support/read-api";
import { ACTING_CLUSTER } from "../support/servers";
import { expect, test } from "../support/test";

interface Guest {
  readonly vmid: number;
  readonly name: string;
  readonly node: string;
}

const RULE = "mail has its place";

const adviceAddress = (clusterId: string) => `/api/v1/clusters/${clusterId}/recommendations`;

async function countAdvised(page: Page, clusterId: string): Promise<number> {
  const advice = await readApi<RecommendationView | null>(page, adviceAddress(clusterId));
  return advice?.plan.moves.length ?? 0;
}

const guestsOf = (page: Page) => readApi<Guest[]>(page, "/api/v1/guests");

/** Until the advice is of a reading after the last plan was carried out. */
async function waitForFreshAdvice(page: Page, clusterId: string): Promise<void> {
  const runs = await readApi<{ endedAtMs: number | null }[]>(page, `/api/v1/plans?cluster=${clusterId}`);
  const endedAtMs = Math.max(0, ...runs.map((run) => run.endedAtMs ?? 0));
  const readAtMs = async () => {
    const advice = await readApi<RecommendationView | null>(page, adviceAddress(clusterId));
    return advice?.snapshotReadAtMs ?? 0;
  };
  await expect.poll(readAtMs, { timeout: 180_000 }).toBeGreaterThan(endedAtMs);
}

/** Makes that a guest is where it may not be, when nothing else is. */
async function seeThatSomethingIsAdvised(page: Page, clusterId: string, origin: string): Promise<void> {
  await waitForFreshAdvice(page, clusterId);
  if ((await countAdvised(page, clusterId)) > 0) return;
  const mail = (await guestsOf(page)).find(({ name }) => name === "mail");
  if (!mail) throw new Error("the cluster has no guest mail");
  const node = ["ash", "oak"].find((name) => name !== mail.node);
  const answer = await page.request.post(`/api/v1/clusters/${clusterId}/rules`, {
    headers: { origin },
    data: { name: RULE, kind: "pin", vmids: [mail.vmid], nodes: [node] },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  await expect.poll(() => countAdvised(page, clusterId), { timeout: 180_000 }).toBeGreaterThan(0);
}

async function removeRule(page: Page, clusterId: string, origin: string): Promise<void> {
  const rules = await readApi<{ id: string; name: string }[]>(page, `/api/v1/clusters/${clusterId}/rules`);
  for (const { id } of rules.filter(({ name }) => name === RULE)) {
    await page.request.delete(`/api/v1/clusters/${clusterId}/rules/${id}`, { headers: { origin } });
  }
}

for (const combination of acting({ role: "operator", width: 390, theme: "light" }, ["operator", "admin"])) {
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("approves a plan, watches it move by move to its end, and finds the guests where it said", async ({
      page,
      baseURL,
    }) => {
      test.setTimeout(420_000);
      const origin = baseURL ?? "";
      const clusterId = (await clusterAddress(page)).split("/").at(-1) ?? "";
      try {
        await seeThatSomethingIsAdvised(page, clusterId, origin);
        await open(page, "/recommendations");
        const moves = page.getByRole("region", { name: "Wave 1" });
        await expect(moves.getByRole("listitem").first()).toContainText("confidence");
        await expectToFit(page);
        await page.getByRole("button", { name: "Approve the whole plan" }).click();
        const dialog = page.getByRole("dialog");
        const approve = dialog.getByRole("button", { name: "Approve the plan" });
        await expect(approve).toBeDisabled();
        await dialog.getByLabel(new RegExp(`^Type ${ACTING_CLUSTER.name}`)).fill(ACTING_CLUSTER.name);
        await expect(dialog).toContainText("One wave after the other");
        const [planned] = await Promise.all([
          page.waitForResponse(
            (answer) => answer.url().endsWith("/api/v1/plans") && answer.request().method() === "POST",
          ),
          approve.click(),
        ]);
        const { data: run }: { data: { id: string; steps: { vmid: number; to: string }[] } } =
          await planned.json();
        await expect(dialog).toBeHidden();

        const panel = page.getByRole("region", { name: "Approved plan", exact: true });
        await expect(panel).toBeVisible();
        await expect(panel.getByText("carried out", { exact: true })).toBeVisible({ timeout: 240_000 });
        const { state } = await readApi<{ state: string }>(page, `/api/v1/plans/${run.id}`);
        expect(state).toBe("done");
        // One that has ended before it was first shown is folded.
        const unfold = panel.getByRole("button", { name: /(Show|Hide) the moves/ });
        if ((await unfold.getAttribute("aria-expanded")) === "false") await unfold.click();
        await expect(panel.getByRole("listitem").first()).toContainText("done");
        for (const { vmid, to } of run.steps) {
          await expect
            .poll(async () => (await guestsOf(page)).find((guest) => guest.vmid === vmid)?.node, {
              timeout: 60_000,
            })
            .toBe(to);
        }
        await panel
          .getByRole("link", { name: /to this move/ })
          .first()
          .click();
        await expect(page).toHaveURL(/\/migrations\/[0-9a-f-]{36}/);
        await expect(page.getByRole("region", { name: "Task log" })).toContainText("TASK OK");
        await expectAccessibleEverywhere(page, "a move");
      } finally {
        await removeRule(page, clusterId, origin);
      }
    });
  });
}
