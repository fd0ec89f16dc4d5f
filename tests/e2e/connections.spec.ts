import { open } from "./support/pages";
import { expect, test } from "./support/test";

test("endpoints are put in order with the keyboard", async ({ page }) => {
  await open(page, "/settings/connections");
  await page.getByRole("button", { name: "Add cluster" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a host for fail-over" }).click();
  await dialog.getByRole("textbox", { name: "Host", exact: true }).fill("pve1.example.org");
  await dialog.getByRole("textbox", { name: "Host 2", exact: true }).fill("pve2.example.org");

  await dialog.getByRole("button", { name: "Try host 2 earlier" }).focus();
  await page.keyboard.press("Enter");

  await expect(dialog.getByRole("textbox", { name: "Host", exact: true })).toHaveValue("pve2.example.org");
  await expect(dialog.getByRole("textbox", { name: "Host 2", exact: true })).toHaveValue("pve1.example.org");
  await expect(dialog.getByText("pve2.example.org is now number 1")).toBeAttached();
  // The one that was moved keeps the focus, and cannot go further.
  await expect(dialog.getByRole("button", { name: "Try host 1 earlier" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Host", exact: true })).toHaveValue("pve2.example.org");
});

const SHOWN = {
  paused: false,
  intervalSeconds: null,
  tokenId: "evenkeel@pve!console",
  hasTokenSecret: true,
  tlsPolicy: "system",
  caCertificate: null,
  problem: null,
  lastReadAtMs: null,
} as const;
const HOSTS = ["pve2.example.org", "pve1.example.org"];

// The demo goes away when a real cluster is added, so others than it are only shown.
test("pausing sends the connection as it is, in its order; one of the environment is read-only", async ({
  page,
}) => {
  const own = {
    ...SHOWN,
    id: "11111111-1111-4111-8111-111111111111",
    name: "prod-a",
    source: "console",
    endpoints: HOSTS.map((host) => ({ host, port: 8006, fingerprint: null })),
  };
  const fixed = {
    ...SHOWN,
    id: "22222222-2222-4222-8222-222222222222",
    name: "prod-b",
    source: "environment",
    endpoints: [{ host: "pve9.example.org", port: 8006, fingerprint: null }],
  };
  let paused = false;
  const sent: unknown[] = [];
  await page.route("**/api/v1/connections", (route) =>
    route.fulfill({ json: { data: [{ ...own, paused }, fixed] } }),
  );
  await page.route("**/api/v1/settings?cluster=*", (route) =>
    route.fulfill({ json: { data: { sections: [] } } }),
  );
  await page.route(`**/api/v1/clusters/${own.id}`, (route) => {
    const body: { paused: boolean } = route.request().postDataJSON();
    sent.push(body);
    paused = body.paused;
    return route.fulfill({ json: { data: { ...own, paused } } });
  });

  await open(page, "/settings/connections");
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "prod-a" }) });
  await card.getByRole("button", { name: "Pause" }).click();
  await expect(card).toContainText("Paused");
  await card.getByRole("button", { name: "Resume" }).click();
  await expect(card.getByRole("button", { name: "Pause" })).toBeVisible();
  const endpoints = HOSTS.map((host) => expect.objectContaining({ host }));
  expect(sent).toEqual([
    expect.objectContaining({ paused: true, tokenSecret: "", endpoints }),
    expect.objectContaining({ paused: false, tokenSecret: "", endpoints }),
  ]);

  const other = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /prod-b/ }) });
  for (const name of ["Pause", "Edit", "Remove"]) {
    await expect(other.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
  }
  await other.getByRole("button", { name: "Edit" }).focus();
  await expect(page.getByRole("tooltip")).toContainText("PROXMOX_ variables");
});
