import type { Page } from "@playwright/test";

/** What the API answers to the person that the page is signed in as. */
export async function readApi<Data>(page: Page, address: string): Promise<Data> {
  const answer = await page.request.get(address);
  return ((await answer.json()) as { data: Data }).data;
}
