"use client";

import { useSyncExternalStore } from "react";
import { liveStore } from "./live-store";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let currentMs = 0;

/**
 * The server's time in Unix milliseconds, to the second, ticking; one timer serves the whole page.
 * Null while the server renders and the page wakes up: an age would differ between the two.
 */
export function useClock(): number | null {
  return useSyncExternalStore(subscribe, readClock, () => null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    currentMs = 0;
  };
}

function readClock(): number {
  if (currentMs === 0) currentMs = serverNowMs();
  return currentMs;
}

function tick(): void {
  currentMs = serverNowMs();
  for (const listener of [...listeners]) listener();
}

function serverNowMs(): number {
  const nowMs = Date.now() + liveStore().clockOffsetMs();
  return Math.floor(nowMs / TICK_MS) * TICK_MS;
}
