import type { Page } from "@playwright/test";

/** Every page of the console that has a fixed address. */
export const PAGES = [
  { name: "overview", address: "/" },
  { name: "map", address: "/map" },
  { name: "map-table", address: "/map?as=table&view=memory" },
  { name: "nodes", address: "/nodes" },
  { name: "guests", address: "/guests" },
  { name: "guests-grouped", address: "/guests?group=node&filter=state:running" },
  { name: "timeline", address: "/timeline" },
  { name: "cluster-log", address: "/timeline?view=log" },
  { name: "wall", address: "/wall" },
  { name: "clusters", address: "/clusters" },
  { name: "recommendations", address: "/recommendations" },
  { name: "what-if", address: "/recommendations?whatif=1" },
  { name: "automation", address: "/automation" },
  { name: "automation-runs", address: "/automation?view=runs" },
  { name: "automation-week", address: "/automation?view=week" },
  { name: "automation-settings", address: "/automation?view=settings" },
  { name: "maintenance", address: "/maintenance" },
  { name: "migrations", address: "/migrations" },
  { name: "rules", address: "/rules" },
  { name: "jobs", address: "/jobs" },
  { name: "logs", address: "/logs" },
  { name: "task-logs", address: "/logs?view=tasks" },
  { name: "performance", address: "/performance" },
  { name: "connections", address: "/settings/connections" },
  { name: "users", address: "/settings/users" },
  { name: "settings", address: "/settings/collection" },
  { name: "planning-thresholds", address: "/settings/planning-thresholds" },
  { name: "account", address: "/account" },
  { name: "forbidden", address: "/forbidden?role=admin" },
] as const;

/** Address of the first node's page. */
export async function firstNodeAddress(page: Page): Promise<string> {
  const { clusterId, name } = await firstOf(page, "/api/v1/nodes");
  return `/nodes/${clusterId}/${name}`;
}

/** Address of the page of a guest that has most of what a guest can have: HA, a rule, a backup job. */
export async function richGuestAddress(page: Page): Promise<string> {
  const { clusterId, vmid } = await firstOf(page, "/api/v1/guests", ({ name }) => name === "mssql-erp");
  return `/guests/${clusterId}/${vmid}`;
}

/** Address of the demo cluster's page. */
export async function clusterAddress(page: Page): Promise<string> {
  const { id } = await firstOf(page, "/api/v1/clusters");
  return `/clusters/${id}`;
}

/** Addresses of the pages about one thing. */
export async function detailPages(page: Page): Promise<readonly { name: string; address: string }[]> {
  return [
    { name: "node", address: await firstNodeAddress(page) },
    { name: "guest", address: await richGuestAddress(page) },
    { name: "cluster", address: await clusterAddress(page) },
    { name: "job-run", address: `/jobs/${(await firstOf(page, "/api/v1/jobs/runs")).id}` },
  ];
}

interface Listed {
  readonly id?: string;
  readonly clusterId?: string;
  readonly name: string;
  readonly vmid?: number;
}

async function firstOf(
  page: Page,
  path: string,
  isWanted: (row: Listed) => boolean = () => true,
): Promise<Listed> {
  const answer = await page.request.get(path);
  const { data } = (await answer.json()) as { data: Listed[] };
  const row = data.find(isWanted);
  if (!row) throw new Error("the first run waits for the demo cluster");
  return row;
}

/** Opens a page and waits until it has come alive. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await untilAlive(page);
}

/** Loads the page anew and waits until it has come alive: what is pressed before that is lost. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await untilAlive(page);
}

async function untilAlive(page: Page): Promise<void> {
  await page.getByRole("main").waitFor();
  await page.getByRole("button", { name: /^live \d/ }).waitFor();
}
