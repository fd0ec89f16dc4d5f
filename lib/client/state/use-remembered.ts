"use client";

import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
const PREFIX = "evenkeel.";

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function readText(name: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** A text this browser remembers for this person, such as the columns of a table. */
export function useRemembered(name: string, fallback: string): readonly [string, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => readText(name) ?? fallback,
    () => fallback,
  );
  const remember = useCallback(
    (next: string) => {
      try {
        window.localStorage.setItem(PREFIX + name, next);
      } catch {
        // Private windows may refuse; the choice then lasts until the page is left.
      }
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [value, remember];
}
