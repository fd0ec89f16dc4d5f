import type { Page } from "@playwright/test";
import { aMove, aProgress } from "../unit/client/moves/a-move";
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
  readonly memoryTotalBytes: number;
  readonly haState: string | null;
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

/** A small running virtual machine that some node may take, and that node; the first `skip` of them are left to other tests. */
async function findMovable(page: Page, skip = 0): Promise<{ guest: Guest; target: string }> {
  const guests = (await read<Guest[]>(page, "/api/v1/guests"))
    .filter(({ status, kind, haState }) => status === "running" && kind === "qemu" && haState === null)
    .sort((one, other) => one.memoryTotalBytes - other.memoryTotalBytes);
  let left = skip;
  for (const guest of guests) {
    const address = `/api/v1/guests/${guest.clusterId}/${guest.vmid}/migration-options`;
    const options = await read<Option[]>(page, address);
    const target = options.find(
      ({ current, refusals, cost }) => !current && refusals.length === 0 && (cost?.seconds ?? 999) < 60,
    );
    if (!target) continue;
    if (left === 0) return { guest, target: target.node };
    left -= 1;
  }
  throw new Error("no guest of the demo cluster can be moved within a minute");
}

/** Shows moves that are known, whatever moves in the demo cluster. */
async function showMoves(page: Page): Promise<void> {
  const [cluster] = await read<{ id: string }[]>(page, "/api/v1/clusters");
  const clusterId = cluster?.id ?? "";
  const memory = { doneBytes: 3_221_225_472, totalBytes: 4_294_967_296, bytesPerSecond: 3e8 };
  const disk = { doneBytes: 1_073_741_824, totalBytes: 8_589_934_592, bytesPerSecond: 1e8, ready: false };
  const progress = aProgress({
    phase: "memory",
    memory: { ...memory, dirtyBytesPerSecond: 2e7 },
    disks: [{ ...disk, disk: "scsi0" }],
    secondsLeft: 41,
    downtimeRaised: 3,
    downtimeLimitMs: 800,
  });
  const data = [
    aMove({
      id: "22222222-2222-4222-8222-222222222221",
      clusterId,
      progress,
      startedAtMs: Date.now() - 9_000,
    }),
    aMove({
      id: "22222222-2222-4222-8222-222222222222",
      clusterId,
      vmid: 111,
      guestName: "web-02",
      state: "unknown",
      trouble: "The task has ended, and the guest is on birch but still locked (migrate).",
    }),
    aMove({
      id: "22222222-2222-4222-8222-222222222223",
      clusterId,
      vmid: 112,
      guestName: "web-03",
      state: "waiting",
      source: "automation",
      startedAtMs: null,
      trouble: "All 2 moves that the cluster may have at a time are under way.",
    }),
  ];
  const meta = { total: data.length, nextCursor: null };
  await page.route(/\/api\/v1\/moves\?state=active/, (route) => route.fulfill({ json: { data, meta } }));
}

/** The known move that is under way: another test's real move may stand beside it, told by the live stream. */
const shownMove = (page: Page) =>
  page
    .getByRole("region", { name: "Under way" })
    .getByRole("listitem")
    .filter({ has: page.getByText("41 s left") });

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
    await dialog.getByRole("radio").last().check();
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
    await showMoves(page);
    await page.reload();
    await expect(shownMove(page).getByRole("button", { name: "Stop" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await expect(page.getByRole("region", { name: "History" })).toBeVisible();
    const { guest } = await findMovable(page);
    await open(page, guestPage(guest));
    const button = page.getByRole("button", { name: "Move", exact: true });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.hover();
    await expect(page.getByRole("tooltip")).toContainText("you are viewer");
  });
});

test.describe("what moves", () => {
  test("is shown with its bars, what waits with its reason, and what needs a person on top", async ({
    page,
  }) => {
    await showMoves(page);
    await open(page, "/migrations");
    const moving = shownMove(page);
    await expect(moving).toContainText("3 / 4 GiB");
    await expect(moving).toContainText("1 / 8 GiB");
    await expect(moving).toContainText("41 s left");
    await expect(moving).toContainText("raised 3 times, to 800 ms");
    await expect(moving.getByRole("progressbar", { name: "Memory copied" })).toHaveAttribute(
      "aria-valuenow",
      "75",
    );
    await expect(page.getByRole("region", { name: "Waiting" })).toContainText("All 2 moves that the cluster");

    const unknown = page.getByRole("region", { name: "Look what became of these" });
    await expect(unknown).toContainText("still locked (migrate)");
    await unknown.getByRole("button", { name: "Say what became of it" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
    await dialog.getByRole("radio", { name: "On birch: the move was done" }).check();
    await expect(dialog.getByRole("button", { name: "Save" })).toBeEnabled();
  });

  test("says before it is stopped what stopping means", async ({ page }) => {
    await showMoves(page);
    await open(page, "/migrations");
    await shownMove(page).getByRole("button", { name: "Stop" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("web-01 stays on elm");
    await dialog.getByRole("button", { name: "Leave it" }).click();
    await expect(dialog).toBeHidden();
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

    test("fits it", async ({ page }) => {
      await showMoves(page);
      await open(page, "/migrations");
      await expect(shownMove(page)).toContainText("3 / 4 GiB");
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
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
