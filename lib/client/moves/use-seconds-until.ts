"use client";

import { useEffect, useState } from "react";

const TICK_MS = 200;

/** Whole seconds until a moment of this browser's clock, ticking; 0 once it has come. */
export function useSecondsUntil(dueAtMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((dueAtMs - nowMs) / 1_000));
}
