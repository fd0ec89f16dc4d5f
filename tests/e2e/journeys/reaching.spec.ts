import type { Page } from "@playwright/test";
import type { MoveRow } from "@/lib/api/moves";
import { aMove } from "../../unit/client/moves/a-move";
import { inCombination, READING, titleOf } from "../support/combinations";
import { open } from "../support/pages";
import { goByPalette } from "../support/palette";
import { readApi } from "../support/read-api";
import { expect, test } from "../support/test";

interface Place {
  readonly what: string;
  readonly query: string;
  readonly entry: RegExp;
  readonly address: RegExp;
}

const PAGES: readonly Place[] = [
  ["Overview", /\/$/],
  ["Map", /\/map$/],
  ["Nodes", /\/nodes$/],
  ["Guests", /\/guests$/],
  ["Timeline", /\/timeline$/],
  ["Clusters", /\/clusters$/],
  ["Recommendations", /\/recommendations$/],
  ["Migrations", /\/migrations$/],
  ["Automation", /\/automation$/],
  ["Maintenance", /\/maintenance$/],
  ["Rules", /\/rules$/],
  ["Jobs", /\/jobs$/],
  ["Logs", /\/logs$/],
  ["Performance", /\/performance$/],
  ["Connections", /\/settings\/connections$/],
  ["Account", /\/account$/],
].map(([name, address]) => ({
  what: `page ${name}`,
  query: String(name),
  entry: new RegExp(`^${name}\\b`),
  address: address as RegExp,
}));

/** A move that is found by its guest's name, whatever was moved in the demo. */
async function knowOneMove(page: Page, clusterId: string): Promise<MoveRow> {
  const move = aMove({ id: "22222222-2222-4222-8222-222222222229", clusterId, guestName: "moved-once" });
  await page.route(/\/api\/v1\/moves\?.*text=/, (route) => {
    const asked = new URL(route.request().url()).searchParams.get("text") ?? "";
    const data = "moved-once".includes(asked) ? [move] : [];
    return route.fulfill({ json: { data, meta: { total: data.length, nextCursor: null } } });
  });
  return move;
}

/** One of everything that has a name. */
async function objects(page: Page, isAdmin: boolean): Promise<readonly Place[]> {
  const [cluster] = await readApi<{ id: string; name: string }[]>(page, "/api/v1/clusters");
  const id = cluster?.id ?? "";
  const [job] = await readApi<{ id: string; name: string }[]>(page, "/api/v1/jobs/functions");
  const place = (what: string, query: string, entry: RegExp, address: RegExp): Place => ({
    what,
    query,
    entry,
    address,
  });
  return [
    place("a node", "elm", /^elm /, new RegExp(`/nodes/${id}/elm$`)),
    place("a guest", "mssql-erp", /^\d+ mssql-erp/, new RegExp(`/guests/${id}/\\d+$`)),
    place("a cluster", "demo", /^Demo Cluster/, new RegExp(`/clusters/${id}$`)),
    place("the advice", "advice", /^Advice for Demo/, new RegExp(`/recommendations\\?of=${id}$`)),
    place("a rule", "mssql-licence", /mssql-licence Rule/, new RegExp(`/rules\\?of=${id}$`)),
    place("a storage", "ceph-vm", /^ceph-vm of Demo/, new RegExp(`/clusters/${id}$`)),
    place("a job", job?.name ?? "", / Job$/, new RegExp(`/jobs\\?job=${job?.id}$`)),
    place("a setting", "call budget", /^Call budget a minute/, /\/settings\/collection$/),
    place("a move", "moved-once", /^moved-once: /, /\/migrations\/22222222-2222-4222-8222-222222222229$/),
    ...(isAdmin ? [place("a person", "Otto Op", /^Otto Operator otto, operator/, /\/settings\/users$/)] : []),
  ];
}

for (const combination of READING) {
  test.describe(titleOf(combination), () => {
    // The move that was made up has no page.
    test.use({ ...inCombination(combination), expectedProblems: /22222222-2222-4222-8222-222222222229|404/ });

    test("reaches any thing from any page by opening the search and naming it", async ({ page }) => {
      test.setTimeout(180_000);
      await open(page, "/");
      const [cluster] = await readApi<{ id: string }[]>(page, "/api/v1/clusters");
      await knowOneMove(page, cluster?.id ?? "");
      const things = await objects(page, combination.role === "admin");
      // To a page, from there to a thing, from there to the next page: every page and every thing is left and reached this way.
      for (const [index, place] of PAGES.entries()) {
        const thing = things[index % things.length];
        for (const { what, query, entry, address } of thing ? [place, thing] : [place]) {
          await test.step(what, async () => {
            await goByPalette(page, query, entry);
            await expect(page).toHaveURL(address);
          });
        }
      }
    });
  });
}
