import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "@playwright/test";
import { openLive } from "./sign-in-browser";

const EVERY_MS = 60_000;

export interface HeapFigures {
  /** After a collection of garbage, once a minute. */
  readonly megabytes: readonly number[];
  /** Growth from a sixth of the time on until the end, as a share. */
  readonly growthShare: number;
}

/** The heap of a page that stays open while its numbers change. */
export async function measureHeap(
  context: BrowserContext,
  address: string,
  watchedMs: number,
): Promise<HeapFigures> {
  const page = await openLive(context, address);
  try {
    const session = await context.newCDPSession(page);
    await session.send("HeapProfiler.enable");
    const megabytes: number[] = [];
    for (let waitedMs = 0; waitedMs <= watchedMs; waitedMs += EVERY_MS) {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      megabytes.push(Math.round(usedSize / 1e5) / 10);
      await delay(EVERY_MS);
    }
    const early = megabytes[Math.floor(megabytes.length / 6)] ?? 1;
    const late = megabytes.at(-1) ?? early;
    return { megabytes, growthShare: Math.round((late / early - 1) * 1_000) / 1_000 };
  } finally {
    await page.close();
  }
}
