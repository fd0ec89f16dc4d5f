"use client";

import { useEffect } from "react";

/** A page that stays open for months takes a new version up this way. */
const RELOAD_EVERY_MS = 6 * 3_600_000;
const HEALTH_ADDRESS = "/api/health";

/** Keeps the screen on, and loads the page again now and then, but only while the server answers. */
export function useWallDuty(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    // Only where the page is secure; a screen without it follows its own settings.
    const stayAwake = () => {
      if (document.hidden || !("wakeLock" in navigator)) return;
      navigator.wakeLock.request("screen").then(
        (taken) => {
          lock = taken;
        },
        () => undefined,
      );
    };
    stayAwake();
    document.addEventListener("visibilitychange", stayAwake);
    const timer = setInterval(() => void reloadIfAnswered(), RELOAD_EVERY_MS);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", stayAwake);
      void lock?.release();
    };
  }, []);
}

async function reloadIfAnswered(): Promise<void> {
  const answers = await fetch(HEALTH_ADDRESS).then(
    ({ ok }) => ok,
    () => false,
  );
  if (answers) window.location.reload();
}
