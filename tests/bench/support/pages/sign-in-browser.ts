import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";
import type { PageServer } from "./page-server";

const PASSWORD = "bench-walrus-piano-rain-42";
const KNOWN_WITHIN_MS = 300_000;

/** Takes the first account over in a browser, as the first person does. */
export async function signInBrowser(context: BrowserContext, server: PageServer): Promise<void> {
  const page = await context.newPage();
  await page.goto(server.origin);
  await page.getByLabel("User name").fill("admin");
  await page.getByLabel("Password").fill(server.oneTimePassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/setup/);
  await page.getByLabel("Your name").fill("Bench");
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("New password again").fill(PASSWORD);
  await page.getByRole("button", { name: "Start using Evenkeel" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await page.close();
}

/** Waits until the cluster was read and its nodes have their scores. */
export async function untilClusterIsKnown(context: BrowserContext, origin: string, guests: number) {
  const until = Date.now() + KNOWN_WITHIN_MS;
  for (;;) {
    const answer = await context.request.get(`${origin}/api/v1/guests?limit=1`);
    const { meta } = (await answer.json()) as { meta: { readonly total: number } };
    if (meta.total === guests) return;
    if (Date.now() > until) throw new Error(`${meta.total} of ${guests} guests are known after five minutes`);
    await delay(1_000);
  }
}

/** Opens a page and waits until its numbers are live. */
export async function openLive(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole("button", { name: /^live \d/ }).waitFor({ timeout: 60_000 });
  return page;
}
