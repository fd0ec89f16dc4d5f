"use client";

import { useCallback, useMemo, useState } from "react";
import type { GuestRow } from "@/lib/api/guests";
import { guestKey } from "./group-guests";

const NONE: ReadonlySet<string> = new Set();
const NOBODY: readonly GuestRow[] = [];

export interface ChosenGuests {
  readonly keys: ReadonlySet<string>;
  readonly guests: readonly GuestRow[];
  readonly choose: (keys: readonly string[], on: boolean) => void;
  readonly clear: () => void;
}

/** Which guests somebody has ticked. A filter hides some of them and lets none go; one that is gone is not chosen. */
export function useChosenGuests(guests: readonly GuestRow[]): ChosenGuests {
  const [keys, setKeys] = useState(NONE);
  const choose = useCallback((changed: readonly string[], on: boolean) => {
    setKeys((before) => {
      const after = new Set(before);
      for (const key of changed) {
        if (on) after.add(key);
        else after.delete(key);
      }
      return after;
    });
  }, []);
  const clear = useCallback(() => setKeys(NONE), []);
  const chosen = useMemo(
    () => (keys.size === 0 ? NOBODY : guests.filter((guest) => keys.has(guestKey(guest)))),
    [keys, guests],
  );
  return { keys, guests: chosen, choose, clear };
}
