import type { Page } from "@playwright/test";
import { expectAccessible, expectAccessibleEverywhere } from "./support/axe";
import { detailPages, open, PAGES } from "./support/pages";
import { parts } from "./support/parts";
import { showAdvice } from "./support/show-advice";
import { expect, test } from "./support/test";

test.beforeEach(() => test.setTimeout(300_000));

for (const part of parts(PAGES, 4)) {
  test(`fits and has no violation, at any width, in any theme: ${part.map(({ name }) => name).join(", ")}`, async ({
    page,
  }) => {
    for (const { name, address } of part) {
      await open(page, address);
      await expectAccessibleEverywhere(page, name);
    }
  });
}

test("fits and has no violation, at any width, in any theme: a node, a guest, a cluster, a run of a job", async ({
  page,
}) => {
  for (const { name, address } of await detailPages(page)) {
    await open(page, address);
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await expectAccessibleEverywhere(page, name);
  }
});

/** What lies over a page, and how it is opened there. */
interface Layer {
  readonly name: string;
  readonly address: string;
  readonly show: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();

const DIALOGS: readonly Layer[] = [
  {
    name: "a guest's panel",
    address: "/guests?filter=name:mssql-erp",
    show: (page) => page.locator("[data-guest-name]").first().click(),
  },
  {
    name: "the palette",
    address: "/guests",
    show: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Go to" }).fill("e");
      await expect(page.getByRole("option", { name: / Job$/ }).first()).toBeVisible();
    },
  },
  { name: "the keys", address: "/account", show: (page) => page.locator("body").press("?") },
  { name: "adding a cluster", address: "/settings/connections", show: press("Add cluster") },
  { name: "adding a user", address: "/settings/users", show: press("Add user") },
  { name: "editing a user", address: "/settings/users", show: press("Edit vera") },
  { name: "adding a rule", address: "/rules", show: press("Add rule") },
  { name: "a dry run", address: "/automation", show: press("Dry run now") },
  { name: "adding a window", address: "/automation?view=week", show: press("Add a window") },
  {
    name: "approving a plan",
    address: "/recommendations",
    show: async (page) => {
      await page
        .getByRole("button", { name: /^Why and with what effect/ })
        .first()
        .click();
      await press("Approve the whole plan")(page);
    },
  },
  {
    name: "emptying a node",
    address: "/maintenance",
    show: async (page) => {
      await press("Maintenance… of maple")(page);
      await expect(page.getByRole("list", { name: "What blocks" })).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: "a task's log",
    address: "/logs?view=tasks",
    show: (page) =>
      page
        .getByRole("table", { name: "Tasks" })
        .getByRole("button", { name: /open its log/ })
        .first()
        .click(),
  },
];

for (const part of parts(DIALOGS, 4)) {
  test(`has no violation, at any width, in any theme: ${part.map(({ name }) => name).join(", ")}`, async ({
    page,
  }) => {
    await showAdvice(page);
    for (const { name, address, show } of part) {
      await open(page, address);
      await show(page);
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectAccessibleEverywhere(page, name);
    }
  });
}

const MENUS: readonly Layer[] = [
  { name: "the themes", address: "/guests", show: press("Theme") },
  { name: "the account", address: "/guests", show: press("Your account") },
  { name: "the views", address: "/guests", show: press("Views") },
  { name: "the help of the filter", address: "/guests", show: press("How to filter") },
];

test("has no violation, at any width, in any theme: the menus", async ({ page }) => {
  await open(page, "/guests");
  for (const { name, show } of MENUS) {
    await show(page);
    await expect(page.getByRole("menu").or(page.getByRole("dialog"))).toBeVisible();
    await expectAccessibleEverywhere(page, name);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu").or(page.getByRole("dialog"))).toHaveCount(0);
  }
  await press(/^Automation \w/)(page);
  await expect(page.getByRole("dialog", { name: "Automation" })).toBeVisible();
  await expectAccessible(page, "the state of automation");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 390, height: 844 });
  await press("More")(page);
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessible(page, "more places");
});

test.describe("a stranger", () => {
  test.use({ person: null });

  test("meets a sign-in without a violation", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expectAccessibleEverywhere(page, "sign-in");
  });
});
