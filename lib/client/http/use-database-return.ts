"use client";

import { useEffect, useState } from "react";
import { watchDatabase } from "./watch-database";

const ASK_EVERY_MS = 3_000;

/**
 * Whether the server lacks its database just now, which is asked when this is first shown. The page is loaded anew as
 * soon as the database is back.
 */
export function useDatabaseReturn(isKnownAway = false): boolean {
  const [isAway, setIsAway] = useState(isKnownAway);
  useEffect(() => {
    const ending = new AbortController();
    void watchDatabase({
      isKnownAway,
      ask: async () => (await fetch("/api/v1/session", { cache: "no-store", signal: ending.signal })).status,
      pause: () =>
        new Promise((resolve) => {
          setTimeout(resolve, ASK_EVERY_MS);
        }),
      onAway: () => setIsAway(true),
      onBack: () => location.reload(),
      signal: ending.signal,
    });
    return () => ending.abort();
  }, [isKnownAway]);
  return isAway;
}
