import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "@playwright/test";
import { percentile } from "../figures";
import { openLive } from "./sign-in-browser";

const KEYS = "vm-1";
const ROUNDS = 6;
const KEY_PAUSE_MS = 400;

declare global {
  interface Window {
    /** Milliseconds from each key until the frame after the last change of the table that it brought. */
    filterMs: number[];
  }
}

export interface Filtering {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  readonly keystrokes: number;
}

/** From a keystroke in the filter of the guests' table to the frame that shows the filtered table. */
export async function measureFilter(context: BrowserContext, origin: string): Promise<Filtering> {
  const page = await openLive(context, `${origin}/guests`);
  try {
    const filter = page
      .getByRole("combobox", { name: /filter/i })
      .or(page.getByRole("searchbox"))
      .first();
    await filter.focus();
    await page.evaluate(watchKeys);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const key of KEYS) {
        await page.keyboard.press(key);
        await delay(KEY_PAUSE_MS);
      }
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Delete");
      await delay(KEY_PAUSE_MS);
    }
    const times = await page.evaluate(() => window.filterMs);
    return {
      medianMs: Math.round(percentile(times, 0.5)),
      p95Ms: Math.round(percentile(times, 0.95)),
      worstMs: Math.round(Math.max(...times)),
      keystrokes: times.length,
    };
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
function watchKeys(): void {
  window.filterMs = [];
  const main = document.querySelector("main");
  if (!main) return;
  let pressedAtMs = 0;
  let shownAtMs = 0;
  const note = () => {
    if (pressedAtMs > 0 && shownAtMs > pressedAtMs) window.filterMs.push(shownAtMs - pressedAtMs);
    pressedAtMs = 0;
    shownAtMs = 0;
  };
  document.addEventListener(
    "keydown",
    ({ key, timeStamp }) => {
      note();
      if (key.length === 1 || key === "Delete") pressedAtMs = timeStamp;
    },
    { capture: true },
  );
  // The filter changes the count of guests and which rows there are. What changes within rows is something else: a reading, or the
  // history of a guest that came into view.
  new MutationObserver((changes) => {
    const pressed = pressedAtMs;
    if (pressed === 0) return;
    const ofTable = changes.some(({ target }) => {
      const element = target instanceof Element ? target : target.parentElement;
      return element?.tagName === "TBODY" || element?.closest("[role=status]");
    });
    if (!ofTable) return;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        if (pressedAtMs === pressed) shownAtMs = performance.now();
      };
      channel.port2.postMessage(null);
    });
  }).observe(main, { childList: true, subtree: true, characterData: true });
}
