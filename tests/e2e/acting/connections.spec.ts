import { acting, inCombination, titleOf } from "../support/combinations";
import { expectToFit } from "../support/overflow";
import { open, reload } from "../support/pages";
import { readApi } from "../support/read-api";
import { ACTING_CLUSTER } from "../support/servers";
import { expect, test } from "../support/test";

test("a cluster gets a collection preset of its own and loses it again", async ({ page }) => {
  test.setTimeout(300_000);
  // What is chosen applies from the next minute on.
  const applied = { timeout: 100_000 };
  await open(page, "/settings/connections");
  const collection = page.getByRole("combobox", { name: "Collection" });
  await expect(collection).toHaveValue("");
  await collection.selectOption("small");
  await expect(
    page.getByText(`How ${ACTING_CLUSTER.name} is read was changed`, { exact: true }),
  ).toBeVisible();
  await reload(page);
  await expect(collection).toHaveValue("small");
  await expect(page.getByText("Read every 5 s.")).toBeVisible(applied);

  await collection.selectOption("");
  await expect(page.getByText("Read every 10 s.")).toBeVisible(applied);
});

for (const combination of acting({ role: "admin", width: 390, theme: "dark" }, ["admin"])) {
  test.describe(titleOf(combination), () => {
    test.use(inCombination(combination));

    test("connects a cluster, compares its certificate, sees it read, and removes it", async ({
      page,
      baseURL,
    }) => {
      test.setTimeout(180_000);
      const { port, tokenId, tokenSecret } = ACTING_CLUSTER;
      const found = async () =>
        (await readApi<{ id: string; name: string; nodesOnline: number }[]>(page, "/api/v1/clusters")).find(
          ({ name }) => name === "copse",
        );
      try {
        await open(page, "/settings/connections");
        await page.getByRole("button", { name: "Add cluster" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Name").fill("copse");
        await dialog.getByLabel("Host", { exact: true }).fill("127.0.0.1");
        await dialog.getByLabel("Port", { exact: true }).fill(String(port));
        await dialog.getByLabel("API token").fill(tokenId);
        await dialog.getByLabel("Token secret").fill(tokenSecret);
        const tested = dialog.getByRole("status");
        await dialog.getByRole("button", { name: "Test connection" }).click();
        await tested.getByRole("button", { name: "Trust this certificate" }).click();
        await expect(tested).toContainText("This certificate is the one you trust.");
        await dialog.getByRole("button", { name: "Test connection" }).click();
        await expect(tested).toContainText(/Connected: cluster \w+ with ash, fir, oak/);
        await dialog.getByRole("button", { name: "Add cluster" }).click();
        await expect(dialog).toBeHidden();

        const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "copse" }) });
        await expect(card).toContainText("pinned certificate");
        await expect.poll(async () => (await found())?.nodesOnline, { timeout: 100_000 }).toBe(3);
        await expectToFit(page);
        await card.getByRole("button", { name: "Remove" }).click();
        await dialog.getByRole("button", { name: "Remove cluster" }).click();
        await expect(dialog).toBeHidden();
        await expect(card).toHaveCount(0);
        expect(await found()).toBeUndefined();
      } finally {
        const left = await found();
        if (left) {
          await page.request.delete(`/api/v1/clusters/${left.id}`, { headers: { origin: baseURL ?? "" } });
        }
      }
    });
  });
}
