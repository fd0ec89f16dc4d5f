import type { PlanView } from "@/lib/api/recommendations";
import { ADVICE_PLAN } from "./support/advice";
import { firstNodeAddress, open, richGuestAddress } from "./support/pages";
import { OPERATOR, VIEWER } from "./support/people";
import { showAdvice } from "./support/show-advice";
import { expect, test } from "./support/test";

test("keys lead to the recommendations, which tell the verdict of the demo cluster within minutes", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/recommendations$/);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict).toContainText(/Moves advised|Nothing to move|Blocked/, { timeout: 120_000 });
  await expect(verdict).toContainText(/checked .* ago/);
  await expect(page.getByRole("table", { name: /^Nodes/ }).locator("tbody tr")).toHaveCount(8);
  await expect(page.getByRole("region", { name: "Certificate" })).toContainText(/All \d+ checks passed/);
});

test("a move tells who goes where and why, and its figures are one click away", async ({ page }) => {
  await showAdvice(page);
  await open(page, "/recommendations");
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Moves advised");
  const move = page.getByRole("region", { name: "Wave 1" }).getByRole("listitem").first();
  await expect(move).toContainText("pg-orders");
  await expect(move).toContainText("new");
  await move.getByRole("button", { name: /^Why and with what effect/ }).click();
  const effect = page.getByRole("table", { name: "Effect on elm and birch" });
  await expect(effect.getByRole("row", { name: /elm/ }).first()).toContainText("leaves");
  await expect(move).toContainText("Confidence 84 of 100");
  await move.getByText("How the expected time is known").click();
  await expect(move).toContainText(/The time is (assumed, not learned|learned from \d+ live moves)/);
  await expect(page.getByRole("region", { name: "No longer advised" })).toContainText("elm → larch");
  await expect(page.getByRole("region", { name: "Must move and cannot" })).toContainText("To free it:");
  await page.getByText("What was checked").click();
  await expect(page.getByRole("region", { name: "Certificate" })).toContainText("rules hold");
});

test("why the others stay can be searched, and the search is part of the address", async ({ page }) => {
  await showAdvice(page);
  await open(page, "/recommendations");
  const why = page.getByRole("region", { name: "Why not the others?" });
  await why.getByRole("searchbox").fill("graphics");
  await expect(page).toHaveURL(/search=graphics/);
  await expect(why).toContainText("Bound to a device of its node");
  await expect(why).not.toContainText("The gain is too small");
  await why.getByRole("searchbox").fill("nothing is like this");
  await expect(why).toContainText("No guest that stays is like that");
});

test("a balanced cluster is calm and says why", async ({ page }) => {
  const plan: PlanView = {
    ...ADVICE_PLAN,
    verdict: "balanced",
    reason: "Nothing needs to move: no rule is broken and no node is overfull.",
    moves: [],
    blocked: [],
    notMoved: [],
  };
  await showAdvice(page, plan, { added: [], changed: [], gone: [] });
  await open(page, "/recommendations");
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("Nothing needs to move");
  await expect(page.getByRole("region", { name: "Moves" })).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Nodes as they are" })).toBeVisible();
});

test.describe("an operator", () => {
  test.use({ person: OPERATOR });

  test("asks what if, and sees both plans side by side", async ({ page }) => {
    await open(page, "/recommendations");
    await page.getByRole("button", { name: "What if" }).click();
    await expect(page).toHaveURL(/whatif=1/);
    await page.getByRole("checkbox", { name: "cedar" }).check();
    await page.getByRole("button", { name: "Plan with these" }).click();
    const table = page.getByRole("table", { name: "What is advised now and with these" });
    await expect(table).toBeVisible({ timeout: 40_000 });
    await expect(table.getByRole("row", { name: /^Guests/ })).toContainText("cedar →");
  });
});

test.describe("a plan whose place another has taken", () => {
  test.use({
    expectedProblems: /409/,
    person: OPERATOR,
  });

  test("is approved by its cluster's name only, and is told to be old, move by move", async ({ page }) => {
    await showAdvice(page);
    await page.route(/\/api\/v1\/plans$/, (route) =>
      route.fulfill({
        status: 409,
        json: {
          error: {
            code: "conflict",
            message: "Another plan has taken the place of this one. Nothing was started.",
            requestId: "e2e",
            issues: [{ path: "moves.201", message: "It now sends pg-orders-1 to larch." }],
          },
        },
      }),
    );
    await open(page, "/recommendations");
    // Both moves only make sense together: one brings the other along.
    await page.getByRole("checkbox", { name: "Choose pg-orders-1" }).check();
    await expect(page.getByRole("checkbox", { name: "Choose cache-3" })).toBeChecked();
    await page.getByRole("button", { name: "Approve the whole plan" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("2 moves in 2 waves");
    const approve = dialog.getByRole("button", { name: "Approve the plan" });
    await expect(approve).toBeDisabled();
    await dialog.getByLabel(/^Type Demo/).fill("Demo");
    await approve.click();
    await expect(dialog.getByRole("alert")).toContainText("Another plan has taken the place");
    await expect(dialog).toContainText("It now sends pg-orders-1 to larch.");
    await dialog.getByRole("button", { name: "Show the newest plan" }).click();
    await expect(dialog).toBeHidden();
  });
});

test.describe("what the server refuses", () => {
  test.use({ expectedProblems: /422/ });

  test("is said at the field of a rule", async ({ page }) => {
    await open(page, "/rules");
    await page.getByRole("button", { name: "Add rule" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("odd");
    await dialog.getByLabel("Guests").fill("7");
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await expect(dialog.getByLabel("Guests")).toHaveAttribute("aria-invalid", "true");
    await expect(dialog).toContainText("VMIDs begin at 100.");
  });
});

test.describe("a viewer", () => {
  test.use({ person: VIEWER });

  test("sees the advice, and why they may not ask what if", async ({ page }) => {
    await showAdvice(page);
    await open(page, "/recommendations?whatif=1");
    await expect(page.getByRole("region", { name: "Moves" })).toBeVisible();
    await expect(page.getByRole("region", { name: "What if" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Approve the whole plan" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    const button = page.getByRole("button", { name: "What if" });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.hover();
    await expect(page.getByRole("tooltip")).toContainText("you are viewer");
  });

  test("sees what is decided about a node, and who may change it", async ({ page }) => {
    await open(page, await firstNodeAddress(page));
    const planning = page.getByRole("region", { name: "Planning" });
    await expect(planning.getByRole("switch")).toBeDisabled();
    await expect(planning).toContainText("you are viewer");
  });
});

test("rules found in Proxmox VE are listed beside those made here", async ({ page }) => {
  await open(page, "/rules");
  const found = page.getByRole("region", { name: "Found in Proxmox VE" });
  await expect(found).toContainText("high availability");
  await expect(found.getByRole("listitem").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "How they hold" })).toContainText(/read .* ago/);
});

test("a guest's page tells where it could run, with every reason against a node", async ({ page }) => {
  await open(page, await richGuestAddress(page));
  const options = page.getByRole("region", { name: "Where could it run" });
  await expect(options.getByRole("table").locator("tbody tr")).toHaveCount(8);
  await expect(options).toContainText("It is here.");
  await expect(options.getByRole("img", { name: "not possible" }).first()).toBeVisible();
});

test("the overview tells what would be advised and leads there", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, "/");
  const link = page.getByRole("list", { name: "Advice" }).getByRole("link");
  await expect(link).toHaveText(/advised|Nothing to move|Blocked/, { timeout: 120_000 });
  await link.click();
  await expect(page).toHaveURL(/\/recommendations\?of=/);
});
