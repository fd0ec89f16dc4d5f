import type { Page } from "@playwright/test";
import type { PlanChanges, PlanView } from "@/lib/api/recommendations";
import { ADVICE_CHANGES, ADVICE_PLAN } from "./advice";

/** Shows a plan whose content is known, whatever the demo cluster is doing. */
export async function showAdvice(
  page: Page,
  plan: PlanView = ADVICE_PLAN,
  changes: PlanChanges = ADVICE_CHANGES,
): Promise<void> {
  await page.route(/\/api\/v1\/clusters\/[^/]+\/recommendations$/, (route) =>
    route.fulfill({
      json: {
        data: {
          id: "6f1a3c52-3d3c-4a55-9d6c-08e8f1c5ab11",
          clusterId: new URL(route.request().url()).pathname.split("/")[4],
          createdAtMs: Date.now() - 300_000,
          checkedAtMs: Date.now() - 20_000,
          snapshotSequence: 7,
          snapshotReadAtMs: Date.now() - 25_000,
          elapsedMs: 12,
          plan,
          changes,
        },
      },
    }),
  );
}
