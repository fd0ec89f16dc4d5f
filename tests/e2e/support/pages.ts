import type { Page } from "@playwright/test";

/** Every page of the console that has a fixed address. */
export const PAGES = [
  { name: "overview", address: "/" },
  { name: "nodes", address: "/nodes" },
  { name: "guests", address: "/guests" },
  { name: "guests-grouped", address: "/guests?group=node&filter=state:running" },
  { name: "timeline", address: "/timeline" },
  { name: "jobs", address: "/jobs" },
  { name: "connections", address: "/settings/connections" },
  { name: "users", address: "/settings/users" },
  { name: "settings", address: "/settings/collection" },
  { name: "account", address: "/account" },
  { name: "forbidden", address: "/forbidden?role=admin" },
] as const;

/** Address of the first node's page. */
export async function firstNodeAddress(page: Page): Promise<string> {
  const answer = await page.request.get("/api/v1/nodes");
  const { data } = (await answer.json()) as { data: { clusterId: string; name: string }[] };
  const [node] = data;
  if (!node) throw new Error("the first run waits for the demo cluster's nodes");
  return `/nodes/${node.clusterId}/${node.name}`;
}

/** Opens a page and waits until it has come alive. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole("main").waitFor();
  await page.getByRole("button", { name: /^live \d/ }).waitFor();
}
