import { open } from "../support/pages";
import { ACTING_CLUSTER } from "../support/servers";
import { expect, test } from "../support/test";

test("a cluster gets a collection preset of its own and loses it again", async ({ page }) => {
  await open(page, "/settings/connections");
  const collection = page.getByRole("combobox", { name: "Collection" });
  await expect(collection).toHaveValue("");
  await collection.selectOption("small");
  await expect(
    page.getByText(`How ${ACTING_CLUSTER.name} is read was changed`, { exact: true }),
  ).toBeVisible();
  await page.reload();
  await expect(collection).toHaveValue("small");
  await expect(page.getByText("Read every 5 s.")).toBeVisible({ timeout: 30_000 });

  await collection.selectOption("");
  await expect(page.getByText("Read every 10 s.")).toBeVisible({ timeout: 30_000 });
});
