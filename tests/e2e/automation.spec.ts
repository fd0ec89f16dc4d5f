import type { Page } from "@playwright/test";
import type { AutomationCluster } from "@/lib/api/automation";
import { knownRun } from "./support/automation-run";
import { open } from "./support/pages";
import { OPERATOR, storedState, VIEWER } from "./support/people";
import { expect, test } from "./support/test";

/** Shows automation as the server had it just now, but for some parts. */
async function show(page: Page, parts: Partial<AutomationCluster>): Promise<void> {
  const answer = await page.request.get("/api/v1/automation");
  const { data } = (await answer.json()) as { data: AutomationCluster[] };
  const shown = data.map((cluster) => ({ ...cluster, ...parts }));
  await page.route(/\/api\/v1\/automation$/, (route) => route.fulfill({ json: { data: shown } }));
}

/** Shows a run whose decisions are known, whatever the demo cluster is doing. */
async function showKnownRun(page: Page): Promise<void> {
  const answer = await page.request.get("/api/v1/clusters");
  const { data } = (await answer.json()) as { data: { id: string }[] };
  const run = knownRun(data[0]?.id ?? "");
  await show(page, { activeRun: null, lastRun: run });
  await page.route(`**/api/v1/automation/runs/${run.id}`, (route) => route.fulfill({ json: { data: run } }));
}

test("keys lead to automation, which is off and explains how to try it", async ({ page }) => {
  await show(page, { activeRun: null, lastRun: null });
  await open(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page).toHaveURL(/\/automation$/);
  await expect(page.getByRole("region", { name: "State" })).toContainText(
    "Nothing is moved without being asked for.",
  );
  await expect(page.getByRole("button", { name: "Off", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  const steps = page.getByRole("region", { name: /has not run yet/ });
  await expect(steps.getByRole("listitem")).toHaveCount(3);
  await expect(steps).toContainText("Start a dry run");
});

test("a run tells how it decided, and its decisions can be searched by address", async ({ page }) => {
  await showKnownRun(page);
  await open(page, "/automation");
  await expect(page.getByRole("region", { name: "Run", exact: true })).toContainText(
    "It would have made 1 of 4 moves.",
  );
  const gates = page.getByRole("region", { name: "How it decided" });
  await expect(gates).toContainText("4 moves planned, 1 would be made");
  const table = page.getByRole("table", { name: "Decisions" });
  await expect(table.locator("tbody tr")).toHaveCount(4);
  await gates.getByRole("button", { name: /^Confidence/ }).click();
  await expect(page).toHaveURL(/guardrail=confidence/);
  await expect(table.locator("tbody tr")).toHaveCount(1);
  await expect(table).toContainText("at least 75 is asked for");
  await page.getByRole("combobox", { name: "Guardrail" }).selectOption("");
  await page.getByRole("searchbox", { name: "Search in the decisions" }).fill("redis");
  await expect(page).toHaveURL(/search=redis/);
  await expect(table.getByRole("row", { name: /redis-session/ })).toContainText("deferred");
  await expect(table.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search in the decisions" }).fill("nobody is called this");
  await expect(page.getByText("No decision is like that")).toBeVisible();
});

test.describe("an operator", () => {
  test.use({ storageState: ({ browserName: _ }, use) => use(storedState(OPERATOR)) });

  test("starts a dry run, reads what it decided, and finds it among the runs", async ({ page }) => {
    test.setTimeout(240_000);
    await open(page, "/automation");
    const button = page.getByRole("button", { name: "Dry run now" });
    await expect(button).toBeEnabled();
    await button.click();
    await expect(page.getByRole("dialog")).toContainText("No guest is touched.");
    await page.getByRole("dialog").getByRole("button", { name: "Start the dry run" }).click();
    await expect(page).toHaveURL(/run=[0-9a-f-]{36}/, { timeout: 60_000 });
    const run = page.getByRole("region", { name: "Run", exact: true });
    await expect(run).toContainText("started by", { timeout: 60_000 });
    await expect(run).toContainText(/would have moved|nothing to move|all held back/, { timeout: 120_000 });
    await expect(run).toContainText("dry run");

    await page.getByRole("button", { name: "Runs", exact: true }).click();
    await expect(page).toHaveURL(/view=runs/);
    const runs = page.getByRole("table", { name: "Runs" });
    await expect(runs.getByRole("row", { name: /otto/i }).first()).toContainText("dry run");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  });

  test("pauses everything with a reason, sees it on another page, and resumes", async ({ page, baseURL }) => {
    const banner = page.getByText(/Everything is paused by .*: kernel updates/);
    try {
      await open(page, "/automation");
      await page.getByRole("button", { name: /^Automation \w/ }).click();
      await page.getByRole("button", { name: "Pause everything" }).click();
      const dialog = page.getByRole("dialog", { name: "Pause everything?" });
      await dialog.getByLabel("Why?").fill("kernel updates");
      await dialog.getByRole("button", { name: "Pause everything" }).click();
      await expect(banner).toBeVisible();
      await open(page, "/guests");
      await expect(banner).toBeVisible();
      await expect(page.getByRole("button", { name: /^Automation Paused/ })).toBeVisible();

      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Go to" }).fill("resume");
      await page.keyboard.press("Enter");
      const question = page.getByRole("dialog", { name: "Resume everything?" });
      await expect(question).toContainText("kernel updates");
      await question.getByRole("button", { name: "Resume" }).click();
      await expect(banner).toHaveCount(0);
    } finally {
      await page.request.post("/api/v1/engine/resume", { headers: { origin: baseURL ?? "" }, data: {} });
    }
  });

  test("sees the windows, and that administrators change them", async ({ page }) => {
    await open(page, "/automation?view=week");
    const add = page.getByRole("button", { name: "Add a window" });
    await expect(add).toHaveAttribute("aria-disabled", "true");
    await add.hover();
    await expect(page.getByRole("tooltip")).toContainText("Only administrators may do this");
    await page.goto("/automation?view=settings");
    await expect(page.getByRole("textbox", { name: "Moves in a run" })).toBeDisabled();
  });
});

test("an administrator edits the week by keyboard, and it says when it opens next", async ({ page }) => {
  await open(page, "/automation?view=week");
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Add a window" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From", { exact: true }).fill("25");
  for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri"]) {
    await dialog.getByRole("button", { name: day, exact: true }).press(" ");
  }
  await dialog.getByRole("button", { name: "Add window" }).press("Enter");
  await expect(dialog.getByText("Needs a name.")).toBeVisible();
  await expect(dialog.getByText("Choose at least one day.")).toBeVisible();
  await expect(dialog.getByText(/^The start is a time from 00:00 to 23:59/)).toBeVisible();

  await dialog.getByLabel("Name").fill("Friday night");
  await dialog.getByRole("button", { name: "Fri", exact: true }).press(" ");
  await dialog.getByLabel("From", { exact: true }).fill("22");
  await dialog.getByLabel("To", { exact: true }).fill("6");
  await dialog.getByRole("button", { name: "Add window" }).press("Enter");
  const list = page.getByRole("list", { name: "Windows and blackouts" });
  await expect(list).toContainText("Friday 22:00 to 06:00 of the next day");
  const next = page.getByRole("region", { name: "When moves may be made next" });
  await expect(next).toContainText(/Fri .* 22:00 to Sat .* 06:00|now until Sat .* 06:00/i);
  await expect(next).toContainText(/Clocks go (forward|back)/);
  await page.getByRole("button", { name: "Save changes" }).press("Enter");
  await expect(page.getByText("Windows and blackouts saved", { exact: true })).toBeVisible();

  await page.reload();
  await expect(list).toContainText("Friday night");
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
  await page.getByRole("switch", { name: "Heed window Friday night" }).click();
  await expect(list).toContainText("switched off");
  await expect(next).toContainText(/at any time/i);
  await page.getByRole("button", { name: "Remove window Friday night" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("No window and no blackout")).toBeVisible();
  await page.getByRole("button", { name: "Use those of all clusters" }).click();
  await expect(page.getByRole("button", { name: "Use those of all clusters" })).toHaveCount(0);
});

test.describe("a viewer", () => {
  test.use({ storageState: ({ browserName: _ }, use) => use(storedState(VIEWER)) });

  test("sees what was decided, and who may run, pause and switch it on", async ({ page }) => {
    await showKnownRun(page);
    await open(page, "/automation");
    await expect(page.getByRole("table", { name: "Decisions" }).locator("tbody tr")).toHaveCount(4);
    for (const name of ["Dry run now", "Run now", /^Pause Demo/, "On"]) {
      await expect(page.getByRole("button", { name, exact: typeof name === "string" })).toHaveAttribute(
        "aria-disabled",
        "true",
      );
    }
    await page.getByRole("button", { name: "Dry run now" }).hover();
    await expect(page.getByRole("tooltip")).toContainText("you are viewer");
  });
});
