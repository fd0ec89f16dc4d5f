import type { Page } from "@playwright/test";
import { aMove, aProgress } from "../unit/client/moves/a-move";
import { open, reload } from "./support/pages";
import { OPERATOR, VIEWER } from "./support/people";
import { readApi } from "./support/read-api";
import { expect, test } from "./support/test";

interface Guest {
  readonly clusterId: string;
  readonly vmid: number;
  readonly name: string;
}

/** Address of the page of a guest of the demo, by its name. */
async function guestPage(page: Page, name: string): Promise<string> {
  const guests = await readApi<Guest[]>(page, "/api/v1/guests");
  const guest = guests.find((candidate) => candidate.name === name);
  if (!guest) throw new Error(`the demo cluster has no guest ${name}`);
  return `/guests/${guest.clusterId}/${guest.vmid}`;
}

/** Shows moves that are known, whatever moves in the demo cluster. */
async function showMoves(page: Page): Promise<void> {
  const [cluster] = await readApi<{ id: string }[]>(page, "/api/v1/clusters");
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

/** The known move that is under way: what really moves in the demo may stand beside it, told by the live stream. */
const shownMove = (page: Page) =>
  page
    .getByRole("region", { name: "Under way" })
    .getByRole("listitem")
    .filter({ has: page.getByText("41 s left") });

test.describe("an operator", () => {
  test.use({ person: OPERATOR });

  test("is told why a node cannot take a guest, and cannot send it there", async ({ page }) => {
    await open(page, await guestPage(page, "render-farm"));
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
  test.use({ person: VIEWER });

  test("sees the page, and who may move guests", async ({ page }) => {
    await showMoves(page);
    await open(page, "/migrations");
    await expect(shownMove(page).getByRole("button", { name: "Stop" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await expect(page.getByRole("region", { name: "History" })).toBeVisible();
    await open(page, await guestPage(page, "web-01"));
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
  await reload(page);
  await expect(page.getByRole("combobox", { name: "State" })).toHaveValue("failed");
});

test.describe("a wrong address", () => {
  test.use({ expectedProblems: /404/ });

  test("is said to be one", async ({ page }) => {
    await page.goto("/migrations/00000000-0000-4000-8000-000000000000");
    await expect(page.getByText("There is nothing here")).toBeVisible();
  });
});
