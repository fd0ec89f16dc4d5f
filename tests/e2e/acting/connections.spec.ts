import { open, reload } from "../support/pages";
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
