import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext } from "@playwright/test";
import { percentile } from "../figures";

/** After what is looked at as loaded, the main thread is watched this much longer. */
const WATCHED_MS = 2_500;

/** How a page loads; medians of several. */
export interface Loading {
  readonly largestContentfulPaintMs: number;
  readonly totalBlockingMs: number;
  readonly layoutShift: number;
  readonly scriptBytes: number;
  readonly documentBytes: number;
}

/** With its largest paint against the bare page's in the same run. */
export interface ComparedLoading extends Loading {
  readonly paintRatioToBarePage: number;
}

/** Each page against the bare one. */
export function compareLoadings(
  loadings: Readonly<Record<string, Loading>>,
  barePage: string,
): Readonly<Record<string, ComparedLoading>> {
  const bare = loadings[barePage]?.largestContentfulPaintMs ?? Number.NaN;
  return Object.fromEntries(
    Object.entries(loadings).map(([page, loading]) => {
      const ratio = loading.largestContentfulPaintMs / bare;
      return [page, { ...loading, paintRatioToBarePage: Math.round(ratio * 100) / 100 }];
    }),
  );
}

declare global {
  interface Window {
    /** What the observers of `watchLoading` have seen. */
    loadingSeen: { paintMs: number; blockingMs: number; shift: number };
  }
}

/**
 * Loads a page with an empty cache. Blocking time is what tasks take beyond 50 ms, from the start of the navigation on;
 * script bytes are as sent, compressed.
 */
export async function loadOnce(context: BrowserContext, address: string): Promise<Loading> {
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const kinds = new Map<string, string>();
    const bytes = { Script: 0, Document: 0 };
    session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId);
      if (kind === "Script" || kind === "Document") bytes[kind] += encodedDataLength;
    });
    await page.addInitScript(watchLoading);
    await page.goto(address, { waitUntil: "load" });
    await delay(WATCHED_MS);
    const seen = await page.evaluate(() => window.loadingSeen);
    return {
      largestContentfulPaintMs: seen.paintMs,
      totalBlockingMs: seen.blockingMs,
      layoutShift: seen.shift,
      scriptBytes: bytes.Script,
      documentBytes: bytes.Document,
    };
  } finally {
    await page.close();
  }
}

/** Runs in the page, before anything of it. */
function watchLoading(): void {
  window.loadingSeen = { paintMs: 0, blockingMs: 0, shift: 0 };
  const watch = (type: string, see: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) see(entry);
    }).observe({ type, buffered: true });
  watch("largest-contentful-paint", ({ startTime }) => {
    window.loadingSeen.paintMs = startTime;
  });
  watch("longtask", ({ duration }) => {
    window.loadingSeen.blockingMs += duration - 50;
  });
  watch("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) window.loadingSeen.shift += value;
  });
}

/** Medians of each figure. */
export function medianLoading(loads: readonly Loading[]): Loading {
  const median = (figure: (load: Loading) => number) => percentile(loads.map(figure), 0.5);
  return {
    largestContentfulPaintMs: Math.round(median((load) => load.largestContentfulPaintMs)),
    totalBlockingMs: Math.round(median((load) => load.totalBlockingMs)),
    layoutShift: Math.round(median((load) => load.layoutShift) * 10_000) / 10_000,
    scriptBytes: median((load) => load.scriptBytes),
    documentBytes: median((load) => load.documentBytes),
  };
}
