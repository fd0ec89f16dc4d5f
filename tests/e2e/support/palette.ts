import { expect, type Page } from "@playwright/test";

/** Opens the palette as one does there: by its key, or on a phone with a finger on the search button. */
export async function openPalette(page: Page): Promise<void> {
  const isPhone = (page.viewportSize()?.width ?? 0) < 768;
  if (isPhone) await page.getByRole("button", { name: "Search", exact: true }).tap();
  else await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Go to" })).toBeFocused();
}

/** Goes to what is found under a name. */
export async function goByPalette(page: Page, query: string, entry: RegExp): Promise<void> {
  await openPalette(page);
  await page.getByRole("combobox", { name: "Go to" }).fill(query);
  await page.getByRole("dialog").getByRole("option", { name: entry }).first().click();
  await expect(page.getByRole("dialog")).toBeHidden();
}
