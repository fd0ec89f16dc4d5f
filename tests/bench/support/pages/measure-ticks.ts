import { setTimeout as delay } from "node:timers/promises";
import type { Browser, BrowserContext } from "@playwright/test";
import { percentile } from "../figures";
import { openLive } from "./sign-in-browser";

/** What belongs to a message of the stream: its handling, React's rendering, style, layout and paint of the next frames. */
const TICK_MS = 250;
/** Until then, what is left of it: values that were lit up go out. */
const AFTERMATH_MS = 1_500;
/** Chromium's tasks, once: with "toplevel" each is in the trace a second time under another name. */
const TASK = "RunTask";
const MARK = "evenkeel-bench-delta";

export interface Ticks {
  readonly ticks: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  /** Part of each of these: what the rest of 1.5 s costs beyond what the page does all the time, as the median of the readings. */
  readonly aftermathMs: number;
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
 * What a reading that arrives costs the main thread: the processor time of the tasks within 250 ms of it and what it leaves for later, as
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
      categories: ["disabled-by-default-devtools.timeline", "blink.user_timing", "__metadata"],
    });
    await delay(watchedMs);
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const shift = await page.evaluate(() => window.shiftSeen);
    const { costs, aftermathMs } = costOfTicks(trace.traceEvents);
    return {
      ticks: costs.length,
      medianMs: Math.round(percentile(costs, 0.5) * 10) / 10,
      p95Ms: Math.round(percentile(costs, 0.95) * 10) / 10,
      worstMs: Math.round(Math.max(0, ...costs) * 10) / 10,
      aftermathMs: Math.round(aftermathMs * 10) / 10,
      layoutShift: shift,
    };
  } finally {
    await page.close();
  }
}

interface TickCosts {
  readonly costs: readonly number[];
  readonly aftermathMs: number;
}

function costOfTicks(events: readonly TraceEvent[]): TickCosts {
  const marks = events.filter(({ name }) => name === MARK);
  const [first] = marks;
  if (!first) return { costs: [], aftermathMs: 0 };
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => ph === "X" && name === TASK && pid === first.pid && tid === first.tid,
  );
  const soon = marks.map(({ ts }) => {
    const own = tasks.find((task) => task.ts <= ts && task.ts + (task.dur ?? 0) >= ts)?.ts ?? ts;
    return spentMs(tasks, own, ts + TICK_MS * 1_000);
  });
  const later = marks.map(({ ts }) => spentMs(tasks, ts + TICK_MS * 1_000, ts + AFTERMATH_MS * 1_000));
  // Clocks go on and other answers come in: what the page spends in the same time far from any reading.
  const usual = marks.map(({ ts }) =>
    spentMs(tasks, ts + (AFTERMATH_MS + TICK_MS) * 1_000, ts + 2 * AFTERMATH_MS * 1_000),
  );
  const aftermathMs = Math.max(0, percentile(later, 0.5) - percentile(usual, 0.5));
  return { costs: soon.map((cost) => cost + aftermathMs), aftermathMs };
}

/** Processor time of the tasks that begin in a span of time. */
function spentMs(tasks: readonly TraceEvent[], fromUs: number, toUs: number): number {
  const own = tasks.filter(({ ts }) => ts >= fromUs && ts < toUs);
  return own.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur, 0) / 1_000;
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
