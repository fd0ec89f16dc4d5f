import type { Page } from "@playwright/test";
import { open } from "../support/pages";
import { OPERATOR } from "../support/people";
import { readApi } from "../support/read-api";
import { expect, test } from "../support/test";

interface Guest {
  readonly clusterId: string;
  readonly vmid: number;
  readonly name: string;
  readonly node: string;
}

interface Option {
  readonly node: string;
  readonly current: boolean;
  readonly refusals: readonly unknown[];
}

/** A guest by its name, and a node that may take it. */
async function findMovable(page: Page, name: string): Promise<{ guest: Guest; target: string }> {
  const guests = await readApi<Guest[]>(page, "/api/v1/guests");
  const guest = guests.find((candidate) => candidate.name === name);
  if (!guest) throw new Error(`the cluster has no guest ${name}`);
  const address = `/api/v1/guests/${guest.clusterId}/${guest.vmid}/migration-options`;
  const options = await readApi<Option[]>(page, address);
  const target = options.find(({ current, refusals }) => !current && refusals.length === 0);
  if (!target) throw new Error(`no node may take ${name}: ${JSON.stringify(options)}`);
  return { guest, target: target.node };
}

/** Opens a page whose clock can be stopped: a countdown waits for a slow machine. */
async function openWithClock(page: Page, address: string): Promise<void> {
  await page.clock.install();
  await open(page, address);
}

const stopClock = (page: Page) => page.clock.pauseAt(Date.now() + 1_000);

const guestPage = ({ clusterId, vmid }: Guest) => `/guests/${clusterId}/${vmid}`;

/** Chooses the target in the dialog and waits for what is checked. */
async function chooseTarget(page: Page, target: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(`^${target}\\b`) }).check();
  await expect(dialog.getByText(`What a move to ${target} means`)).toBeVisible();
  await expect(dialog.getByText("Proxmox VE's own check allows it.")).toBeVisible({ timeout: 30_000 });
}

test.describe("an operator", () => {
  test.use({ person: OPERATOR });

  test("moves a guest by the dialog, follows it, and sees it arrive", async ({ page }) => {
    test.setTimeout(240_000);
    const { guest, target } = await findMovable(page, "web-01");
    await openWithClock(page, guestPage(guest));
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await chooseTarget(page, target);
    const dialog = page.getByRole("dialog");
    await stopClock(page);
    await dialog.getByRole("button", { name: `Move to ${target}` }).click();
    await expect(dialog.getByText("Nothing has been sent yet.")).toBeVisible();
    await dialog.getByRole("button", { name: "Start now" }).click();
    await page.clock.resume();

    const link = dialog.getByRole("link", { name: "Open the move" });
    await expect(link).toBeVisible({ timeout: 30_000 });
    // Closed, the move goes on in the corner, and the guest cannot be moved a second time.
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    const toast = page.getByRole("region", { name: new RegExp(guest.name) });
    await expect(toast.getByRole("link", { name: "Open the move" })).toBeVisible();
    await toast.getByRole("link", { name: "Open the move" }).click();
    await expect(page).toHaveURL(/\/migrations\/[0-9a-f-]{36}/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(guest.name);
    const timeline = page.getByRole("region", { name: "Timeline" });
    await expect(timeline.getByRole("listitem").last()).toContainText("done", { timeout: 120_000 });
    await expect(page.getByRole("region", { name: "Task log" })).toContainText("TASK OK");
    await expect(page.getByRole("table", { name: "Expected and what happened" })).toContainText("Duration");

    await open(page, guestPage(guest));
    await expect(page.getByRole("navigation", { name: "Where this is" })).toContainText(target, {
      timeout: 60_000,
    });
    await open(page, `/migrations?text=${guest.vmid}`);
    const history = page.getByRole("table", { name: "History" });
    await expect(history.getByRole("row", { name: new RegExp(guest.name) }).first()).toContainText("done");
  });

  test("takes a move back before it is sent", async ({ page }) => {
    test.setTimeout(120_000);
    const { guest, target } = await findMovable(page, "web-02");
    await openWithClock(page, guestPage(guest));
    await page.getByRole("button", { name: `Move here, to ${target}` }).click();
    await chooseTarget(page, target);
    const dialog = page.getByRole("dialog");
    await stopClock(page);
    await dialog.getByRole("button", { name: `Move to ${target}` }).click();
    // The dialog may be closed: the countdown goes on in the corner.
    await page.keyboard.press("Escape");
    const toast = page.getByRole("region", { name: `Move ${guest.name} to ${target}` });
    await expect(toast).toContainText("Nothing has been sent yet.");
    await toast.getByRole("button", { name: "Undo" }).click();
    await expect(toast).toBeHidden();
    // Longer than the countdown would have been.
    await page.clock.runFor(20_000);
    await page.clock.resume();
    expect(await readApi<unknown[]>(page, `/api/v1/moves?vmid=${guest.vmid}`)).toHaveLength(0);
  });
});
