import type { Locator, Page } from "@playwright/test";
import { type Combination, inCombination, READING, titleOf } from "../support/combinations";
import { expectToFit } from "../support/overflow";
import { firstNodeAddress, open, richGuestAddress } from "../support/pages";
import type { Person } from "../support/people";
import { showAdvice } from "../support/show-advice";
import { showKnownRun } from "../support/show-automation";
import { expect, test } from "../support/test";

type Role = Person["role"];
const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

interface Control {
  readonly needed: Role;
  readonly find: (page: Page) => Locator;
}

const button = (name: string | RegExp) => (page: Page) =>
  page.getByRole("button", { name, exact: typeof name === "string" });

/** What changes something, page by page, and who may. */
const CONTROLS: readonly {
  readonly name: string;
  readonly address: string | ((page: Page) => Promise<string>);
  readonly prepare?: (page: Page) => Promise<void>;
  readonly controls: readonly Control[];
}[] = [
  {
    name: "automation",
    address: "/automation",
    prepare: showKnownRun,
    controls: [
      { needed: "operator", find: button("Dry run now") },
      { needed: "operator", find: button("Run now") },
      { needed: "admin", find: button("On") },
    ],
  },
  {
    name: "automation's week",
    address: "/automation?view=week",
    controls: [{ needed: "admin", find: button("Add a window") }],
  },
  {
    name: "recommendations",
    address: "/recommendations",
    prepare: (page) => showAdvice(page),
    controls: [
      { needed: "operator", find: button("Approve the whole plan") },
      { needed: "operator", find: button("What if") },
    ],
  },
  {
    name: "maintenance",
    address: "/maintenance",
    controls: [{ needed: "operator", find: button("Maintenance… of maple") }],
  },
  { name: "rules", address: "/rules", controls: [{ needed: "operator", find: button("Add rule") }] },
  {
    name: "connections",
    address: "/settings/connections",
    controls: [
      { needed: "admin", find: button("Add cluster") },
      { needed: "admin", find: (page) => page.getByRole("combobox", { name: "Collection" }) },
    ],
  },
  {
    name: "settings",
    address: "/settings/planning-thresholds",
    controls: [{ needed: "admin", find: (page) => page.getByRole("textbox", { name: "Memory threshold" }) }],
  },
  {
    name: "a node",
    address: firstNodeAddress,
    controls: [
      {
        needed: "operator",
        find: (page) => page.getByRole("switch", { name: "Leave out of planning" }),
      },
    ],
  },
  {
    name: "a guest",
    address: richGuestAddress,
    controls: [
      { needed: "operator", find: button("Move") },
      { needed: "operator", find: button("Power") },
    ],
  },
];

const SOMEBODY = "00000000-0000-4000-8000-000000000000";

/** The same through the API. */
const WRITES: readonly { readonly needed: Role; readonly method: string; readonly address: string }[] = [
  { needed: "operator", method: "POST", address: "/api/v1/plans" },
  { needed: "operator", method: "POST", address: "/api/v1/moves" },
  { needed: "operator", method: "POST", address: "/api/v1/maintenance" },
  { needed: "operator", method: "POST", address: "/api/v1/automation/run" },
  { needed: "operator", method: "POST", address: `/api/v1/clusters/${SOMEBODY}/rules` },
  { needed: "operator", method: "POST", address: `/api/v1/clusters/${SOMEBODY}/what-if` },
  { needed: "admin", method: "POST", address: "/api/v1/clusters" },
  { needed: "admin", method: "PUT", address: "/api/v1/settings" },
  { needed: "admin", method: "POST", address: "/api/v1/users" },
];

function reasonFor({ role }: Combination, needed: Role): string {
  const who = needed === "admin" ? "administrators" : "operators and administrators";
  return `Only ${who} may do this; you are ${role}.`;
}

/** Shown, not to be used, and it says why: to who hears it and to who presses it. */
async function expectRefused(control: Locator, reason: string): Promise<void> {
  await expect(control).toBeVisible();
  await expect(control).toBeDisabled();
  await expect(control).toHaveAccessibleDescription(new RegExp(reason.replaceAll(".", "\\.")));
  if ((await control.getAttribute("aria-disabled")) !== "true") return;
  const page = control.page();
  if ((page.viewportSize()?.width ?? 0) < 768) await control.tap({ force: true });
  else await control.focus();
  await expect(page.getByRole("tooltip")).toContainText(reason);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

for (const combination of READING) {
  const { role } = combination;
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("may use what the role allows, and is told why not the rest", async ({ page }) => {
      test.setTimeout(180_000);
      for (const { name, address, prepare, controls } of CONTROLS) {
        await test.step(name, async () => {
          await prepare?.(page);
          await open(page, typeof address === "string" ? address : await address(page));
          for (const { needed, find } of controls) {
            const control = find(page);
            if (RANK[role] >= RANK[needed]) await expect(control).toBeEnabled();
            else await expectRefused(control, reasonFor(combination, needed));
          }
          await expectToFit(page);
        });
      }
    });

    test("is refused by the API what the role does not allow", async ({ page, baseURL }) => {
      for (const { needed, method, address } of WRITES) {
        const answer = await page.request.fetch(address, {
          method,
          headers: { origin: baseURL ?? "" },
          data: {},
        });
        // Who may is told that an empty wish is none.
        if (RANK[role] >= RANK[needed]) expect([404, 422], address).toContain(answer.status());
        else expect(answer.status(), address).toBe(403);
      }
    });

    test("sees the users, or whose page it is", async ({ page }) => {
      await open(page, "/settings/users");
      if (role === "admin") {
        await page.getByRole("button", { name: "Add user" }).click();
        await expect(page.getByRole("dialog")).toContainText("Add a user");
      } else {
        await expect(page.getByRole("heading", { name: "You may not see this page" })).toBeVisible();
      }
      await expectToFit(page);
    });
  });
}
