import { clusterAddress, firstNodeAddress, open, reload, richGuestAddress } from "./support/pages";
import { expect, test } from "./support/test";

test("a guest's page is reached from the table and tells what it is made of and what protects it", async ({
  page,
}) => {
  await open(page, "/guests?filter=name:mssql-erp");
  await page.locator("[data-guest-name]").first().click();
  await page
    .getByRole("dialog")
    .getByRole("link", { name: /Configuration, backups/ })
    .click();

  await expect(page.getByRole("heading", { level: 1, name: "mssql-erp" })).toBeVisible();
  await expect(page.getByRole("region", { name: "CPU" }).locator("svg path").first()).toBeVisible();
  const disks = page.getByRole("table", { name: "Disks" });
  await expect(disks.getByRole("row", { name: /scsi0/ })).toContainText("shared");
  await expect(page.getByRole("region", { name: "Configuration" })).toContainText(/CPU type\s*host/);
  await expect(page.getByRole("region", { name: "High availability" })).toContainText(
    "mssql-erp only on elm, birch",
  );
  await expect(page.getByRole("region", { name: "Backups" })).toContainText(/backup job|not been read yet/);
  await expect(page.getByRole("region", { name: "Snapshots" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Tags" })).toContainText("mssql");
});

test("the range of a guest's charts is part of the address", async ({ page }) => {
  await open(page, await richGuestAddress(page));
  await page.getByRole("button", { name: "7d" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await reload(page);
  await expect(page.getByRole("button", { name: "7d" })).toHaveAttribute("aria-pressed", "true");
});

test("a guest leads to its cluster, and that to its nodes", async ({ page }) => {
  await open(page, await richGuestAddress(page));
  await page.getByRole("navigation", { name: "Where this is" }).getByRole("link", { name: "Demo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Demo" })).toBeVisible();
  await page.getByRole("link", { name: /nodes online/ }).click();
  await expect(page.getByRole("table", { name: "Nodes" }).locator("tbody tr")).toHaveCount(8);
});

test("a cluster's page tells how Proxmox VE itself places guests", async ({ page }) => {
  await open(page, await clusterAddress(page));
  await expect(page.getByRole("region", { name: "Proxmox VE's own balancer" })).toContainText("static");
  const rules = page.getByRole("region", { name: "Rules of high availability" });
  await expect(rules).toContainText("pg-orders-1, pg-orders-2 each on a node of its own");
  await expect(page.getByRole("table", { name: "Guests under high availability" })).toContainText("web-01");
  await expect(page.getByRole("table", { name: "Storages" })).toContainText("ceph-vm");
});

test("a node's page has the rules that are about it", async ({ page }) => {
  const [clusterId] = (await firstNodeAddress(page)).split("/").slice(2);
  await open(page, `/nodes/${clusterId}/elm`);
  await expect(page.getByRole("region", { name: "Rules of high availability" })).toContainText(
    "mssql-licence",
  );
});

test.describe("what is not there", () => {
  test.use({ expectedProblems: /404/ });

  test("is said to be so", async ({ page }) => {
    const [clusterId] = (await firstNodeAddress(page)).split("/").slice(2);
    for (const address of [`/guests/${clusterId}/999999`, "/clusters/00000000-0000-4000-8000-000000000000"]) {
      await page.goto(address);
      await expect(page.getByText("There is nothing here")).toBeVisible();
    }
  });
});

test("the cluster log is a view of the timeline and lives in the address", async ({ page }) => {
  await open(page, "/timeline");
  await page.getByRole("button", { name: "Cluster log" }).click();
  await expect(page).toHaveURL(/view=log/);
  await page.getByRole("searchbox", { name: "Search in the cluster log" }).fill("no such line");
  await expect(page).toHaveURL(/text=no/);
  await expect(page.getByText("No line is like that")).toBeVisible();
  await page.getByRole("button", { name: "Changes" }).click();
  await expect(page).toHaveURL(/\/timeline$/);
});

test("the lines of a cluster's log show who, where and how urgent", async ({ page }) => {
  const [clusterId] = (await firstNodeAddress(page)).split("/").slice(2);
  const line = { clusterId, node: "elm", user: "root@pam", tag: "pmxcfs" };
  await page.route("**/api/v1/cluster-log?*", (route) =>
    route.fulfill({
      json: {
        data: [
          { ...line, atMs: Date.now() - 60_000, priority: 2, message: "node lost quorum" },
          { ...line, atMs: Date.now() - 120_000, priority: 6, message: "successful auth for user 'ana@pve'" },
        ],
        meta: { total: 2, nextCursor: null },
      },
    }),
  );
  await open(page, "/timeline?view=log");
  const quorum = page.getByRole("listitem").filter({ hasText: "node lost quorum" });
  await expect(quorum).toContainText("error:");
  await expect(quorum).toContainText("elm · root@pam · pmxcfs");
});

test("the performance page tells what readings, calls and the database cost", async ({ page }) => {
  await open(page, "/performance");
  const row = page
    .getByRole("table", { name: "Readings of the last hour" })
    .getByRole("row", { name: /Demo/ });
  await expect(row).toContainText(/\d+ ?ms|\d s/);
  await expect(row).toContainText(/\d+ \/ \d+/);
  await expect(page.getByRole("table", { name: "Endpoints of Demo" })).toContainText("Answering");
  await expect(page.getByRole("table", { name: "Calls to Proxmox VE" })).toContainText("/cluster/resources");
  const database = page.getByRole("region", { name: "Database" });
  await expect(database).toContainText(/Size\s*[\d.]+ MiB/);
  await expect(database).toContainText("Kept for 14 days");
  await expect(page.getByRole("region", { name: "This process" })).toContainText(/Memory\s*\d+ MiB/);
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/\/jobs$/);
});
