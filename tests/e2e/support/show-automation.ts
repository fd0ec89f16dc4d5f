import type { Page } from "@playwright/test";
import type { AutomationCluster } from "@/lib/api/automation";
import { knownRun } from "./automation-run";
import { readApi } from "./read-api";

/** Shows automation as the server had it just now, but for some parts. */
export async function showAutomation(page: Page, parts: Partial<AutomationCluster>): Promise<void> {
  const data = await readApi<AutomationCluster[]>(page, "/api/v1/automation");
  const shown = data.map((cluster) => ({ ...cluster, ...parts }));
  await page.route(/\/api\/v1\/automation$/, (route) => route.fulfill({ json: { data: shown } }));
}

/** Shows a run whose decisions are known, whatever the demo cluster is doing. */
export async function showKnownRun(page: Page): Promise<void> {
  const [cluster] = await readApi<{ id: string }[]>(page, "/api/v1/clusters");
  const run = knownRun(cluster?.id ?? "");
  await showAutomation(page, { activeRun: null, lastRun: run });
  await page.route(`**/api/v1/automation/runs/${run.id}`, (route) => route.fulfill({ json: { data: run } }));
}
