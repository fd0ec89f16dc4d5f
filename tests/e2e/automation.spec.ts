import { open } from "./support/pages";
import { OPERATOR, VIEWER } from "./support/people";
import { showAutomation, showKnownRun } from "./support/show-automation";
import { expect, test } from "./support/test";

test("keys lead to automation, which is off and explains how to try it", async ({ page }) => {
  await showAutomation(page, { activeRun: null, lastRun: null });
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
  test.use({ person: OPERATOR });

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

test.describe("a viewer", () => {
  test.use({ person: VIEWER });

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
