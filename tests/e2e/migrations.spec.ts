import type { Page } from "@playwright/test";
import { open } from "./support/pages";
import { OPERATOR, storedState, VIEWER } from "./support/people";
import { expect, test } from "./support/test";

interface Guest {
  readonly clusterId: string;
  readonly vmid: number;
  readonly name: string;
  readonly node: string;
  readonly kind: string;
  readonly status: string;
}

interface Option {
  readonly node: string;
  readonly current: boolean;
  readonly refusals: readonly unknown[];
  readonly cost: { readonly seconds: number } | null;
}

async function read<Data>(page: Page, address: string): Promise<Data> {
  const answer = await page.request.get(address);
  return ((await answer.json()) as { data: Data }).data;
}

/** A running virtual machine that some node may take within seconds, and that node; `skip` guests before it are left to other tests. */
async function findMovable(page: Page, skip = 0): Promise<{ guest: Guest; target: string }> {
  const guests = await read<Guest[]>(page, "/api/v1/guests");
  let left = skip;
  for (const guest of guests) {
    if (guest.status !== "running" || guest.kind !== "qemu") continue;
    const address = `/api/v1/guests/${guest.clusterId}/${guest.vmid}/migration-options`;
    const options = await read<Option[]>(page, address);
    const target = options.find(
      ({ current, refusals, cost }) => !current && refusals.length === 0 && (cost?.seconds ?? 999) < 30,
    );
    if (!target) continue;
    if (left === 0) return { guest, target: target.node };
    left -= 1;
  }
  throw new Error("no guest of the demo cluster can be moved within seconds");
}

const guestPage = ({ clusterId, vmid }: Guest) => `/guests/${clusterId}/${vmid}`;

/** Chooses the target in the dialog and waits for what is checked. */
async function chooseTarget(page: Page, target: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(`^${target}\\b`) }).check();
  await expect(dialog.getByText(`What a move to ${target} means`)).toBeVisible();
  await expect(dialog.getByText("Proxmox VE's own check allows it.")).toBeVisible();
}

test.describe("an operator", () => {
  test.use({ storageState: ({ browserName: _ }, use) => use(storedState(OPERATOR)) });

  test("moves a guest by the dialog, follows it, and sees it arrive", async ({ page }) => {
    test.setTimeout(240_000);
    await open(page, "/");
    const { guest, target } = await findMovable(page);
    await open(page, guestPage(guest));
    await page.getByRole("button", { name: "Move", exact: true }).click();
    await chooseTarget(page, target);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: `Move to ${target}` }).click();
    await expect(dialog.getByText("Nothing has been sent yet.")).toBeVisible();
    await dialog.getByRole("button", { name: "Start now" }).click();

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
    await expect(timeline.getByRole("listitem").last()).toContainText("done", { timeout: 180_000 });
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
    await open(page, "/");
    const { guest, target } = await findMovable(page, 1);
    const before = await read<unknown[]>(page, `/api/v1/moves?vmid=${guest.vmid}`);
    await open(page, guestPage(guest));
    await page.getByRole("button", { name: `Move here, to ${target}` }).click();
    await chooseTarget(page, target);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: `Move to ${target}` }).click();
    // The dialog may be closed: the countdown goes on in the corner.
    await page.keyboard.press("Escape");
    const toast = page.getByRole("region", { name: `Move ${guest.name} to ${target}` });
    await expect(toast).toContainText("Nothing has been sent yet.");
    await toast.getByRole("button", { name: "Undo" }).click();
    await expect(toast).toBeHidden();
    // Longer than the countdown would have been, by the page's own clock.
    const until = Date.now() + 6_000;
    await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(until);
    expect(await read<unknown[]>(page, `/api/v1/moves?vmid=${guest.vmid}`)).toHaveLength(before.length);
  });

  test("is told why a node cannot take a guest, and cannot send it there", async ({ page }) => {
    await open(page, "/");
    const guests = await read<Guest[]>(page, "/api/v1/guests");
    const guest = guests.find(({ name }) => name === "render-farm") ?? guests[0];
    if (!guest) throw new Error("the demo cluster has guests");
    await open(page, guestPage(guest));
    await page.getByRole("button", { name: "Move", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio").first().check();
    const button = dialog.getByRole("button", { name: /^Move to / });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(
      dialog.getByText(/It is all checked once more|Proxmox VE's own check/).first(),
    ).toBeVisible();
  });
});

test.describe("a viewer", () => {
  test.use({ storageState: ({ browserName: _ }, use) => use(storedState(VIEWER)) });

  test("sees the page, and who may move guests", async ({ page }) => {
    await open(page, "/migrations");
    await expect(page.getByRole("region", { name: "Under way" })).toBeVisible();
    await expect(page.getByRole("region", { name: "History" })).toBeVisible();
    const { guest } = await findMovable(page, 2);
    await open(page, guestPage(guest));
    const button = page.getByRole("button", { name: "Move", exact: true });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.hover();
    await expect(page.getByRole("tooltip")).toContainText("you are viewer");
  });
});

test("keys lead to the migrations, and their filter is part of the address", async ({ page }) => {
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page).toHaveURL(/\/migrations$/);
  await page.getByRole("combobox", { name: "State" }).selectOption("failed");
  await expect(page).toHaveURL(/state=failed/);
  await page.getByRole("searchbox", { name: "Find a guest, node or person" }).fill("nobody-is-called-this");
  await expect(page).toHaveURL(/text=nobody/);
  await expect(page.getByText("No such move")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("combobox", { name: "State" })).toHaveValue("failed");
});

test.describe("a wrong address", () => {
  test.use({ expectedProblems: /404/ });

  test("is said to be one", async ({ page }) => {
    await page.goto("/migrations/00000000-0000-4000-8000-000000000000");
    await expect(page.getByText("There is nothing here")).toBeVisible();
  });
});
