import type { BrowserContext } from "@playwright/test";

/** Every page of a context is opened by somebody who has chosen a theme before. */
export async function choosesTheme(context: BrowserContext, theme: string): Promise<void> {
  await context.addInitScript((chosen) => {
    // A page that is not loaded yet keeps nothing.
    if (location.protocol.startsWith("http")) localStorage.setItem("theme", chosen);
  }, theme);
}
