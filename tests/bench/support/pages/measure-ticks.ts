import { setTimeout as delay } from "node:timers/promises";
import type { Browser, BrowserContext } from "@playwright/test";
import { percentile } from "../figures";
import { openLive } from "./sign-in-browser";

/** What belongs to a message of the stream: its handling, React's rendering, style, layout and paint of the next frames. */
const TICK_MS = 250;
const MARK = "evenkeel-bench-delta";

export interface Ticks {
  readonly ticks: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  readonly layoutShift: number;
}

interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ts: number;
  readonly dur?: number;
  /** Time of the processor alone, which what runs beside does not stretch. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly ph: string;
}

/**
 * What a reading that arrives costs the main thread: the processor time of the tasks within 250 ms of it, as
 * Chromium's own trace has them, and what it shifts.
 */
export async function measureTicks(
  browser: Browser,
  context: BrowserContext,
  address: string,
  watchedMs: number,
): Promise<Ticks> {
  await context.addInitScript(markDeltas, MARK);
  const page = await openLive(context, address);
  try {
    // What loading brings along is over.
    await delay(8_000);
    await page.evaluate(watchShifts);
    await browser.startTracing(page, {
      categories: ["toplevel", "disabled-by-default-devtools.timeline", "blink.user_timing", "__metadata"],
    });
    await delay(watchedMs);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const shift = await page.evaluate(() => window.shiftSeen);
    const costs = costOfTicks(trace.traceEvents);
    return {
      ticks: costs.length,
      medianMs: Math.round(percentile(costs, 0.5) * 10) / 10,
      p95Ms: Math.round(percentile(costs, 0.95) * 10) / 10,
      worstMs: Math.round(Math.max(0, ...costs) * 10) / 10,
      layoutShift: shift,
    };
  } finally {
    await page.close();
  }
}

function costOfTicks(events: readonly TraceEvent[]): readonly number[] {
  const marks = events.filter(({ name }) => name === MARK);
  const [first] = marks;
  if (!first) return [];
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === "X" && pid === first.pid && tid === first.tid && name.endsWith("RunTask"),
  );
  return marks.map(({ ts }) => {
    const own = tasks.filter(({ ts: begin, dur = 0 }) => begin + dur >= ts && begin <= ts + TICK_MS * 1_000);
    return own.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0) / 1_000;
  });
}

/** Runs in the page, before anything of it: marks when a reading arrives. */
function markDeltas(mark: string): void {
  const add = EventSource.prototype.addEventListener;
  EventSource.prototype.addEventListener = function addMarked(
    this: EventSource,
    type: string,
    ...rest: [EventListener]
  ) {
    if (type === "delta") add.call(this, type, () => performance.mark(mark));
    add.call(this, type, ...rest);
  } as typeof add;
}

declare global {
  interface Window {
    shiftSeen: number;
  }
}

/** Runs in the page. */
function watchShifts(): void {
  window.shiftSeen = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.shiftSeen += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: "layout-shift" });
}
