import { writeFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { inCombination } from "./support/combinations";
import { ADMIN, OPERATOR, type Person, storedState, VIEWER } from "./support/people";
import { watchProblems } from "./support/problems";
import { SERVERS, type ServerName } from "./support/servers";
import { expect, test } from "./support/test";
import { choosesTheme } from "./support/theme";

test.use({ person: null });

const HANDED_OUT = "handed-out-password-17";

/** Each server is set up in a way of its own. */
const LOOKS = {
  console: inCombination({ role: "admin", width: 1440, theme: "dark" }),
  acting: inCombination({ role: "admin", width: 390, theme: "light" }),
} as const;

const problems: (readonly string[])[] = [];

test("the first run makes an administrator, who adds an operator and a viewer", async ({
  browser,
  baseURL,
  server,
}) => {
  test.setTimeout(180_000);
  const page = await newPage(browser, baseURL ?? "", server);
  await signIn(page, "admin", process.env[`EVENKEEL_E2E_PASSWORD_${server.toUpperCase()}`] ?? "");
  await takeOver(page, ADMIN, { firstRun: true });
  await keepSignedIn(page, ADMIN, server);
  await expect(page.getByRole("table", { name: "Nodes" }).locator("tbody tr")).toHaveCount(
    SERVERS[server].nodes,
    { timeout: 60_000 },
  );

  for (const person of [OPERATOR, VIEWER]) {
    const { username, name, role } = person;
    const answer = await page.request.post("/api/v1/users", {
      headers: { origin: baseURL ?? "" },
      data: { username, name, role, password: HANDED_OUT },
    });
    expect(answer.status(), await answer.text()).toBe(201);

    const own = await newPage(browser, baseURL ?? "", server);
    await signIn(own, username, HANDED_OUT);
    await takeOver(own, person, { firstRun: false });
    await keepSignedIn(own, person, server);
  }
  expect(problems.flat(), "problems in the browser").toEqual([]);
});

async function newPage(browser: Browser, baseURL: string, server: ServerName): Promise<Page> {
  const { theme, viewport, hasTouch } = LOOKS[server];
  const context = await browser.newContext({ baseURL, viewport, hasTouch });
  problems.push(watchProblems(context));
  await choosesTheme(context, theme);
  return context.newPage();
}

/** Only who is signed in, not the theme that was chosen. */
async function keepSignedIn(page: Page, person: Person, server: ServerName): Promise<void> {
  const { cookies } = await page.context().storageState();
  writeFileSync(storedState(person, server), JSON.stringify({ cookies, origins: [] }));
}

async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/setup/, { timeout: 30_000 });
}

async function takeOver(page: Page, person: Person, { firstRun }: { firstRun: boolean }): Promise<void> {
  if (firstRun) await page.getByLabel("User name").fill(person.username);
  if (firstRun) await expectAccessible(page, "the first run");
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("New password", { exact: true }).fill(person.password);
  await page.getByLabel("New password again").fill(person.password);
  await page.getByRole("button", { name: "Start using Evenkeel" }).click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeAttached({ timeout: 30_000 });
}
