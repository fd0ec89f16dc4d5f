"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

type Changes = Readonly<Record<string, string | null>>;

/**
 * State that lives in the address, so that every view is a link. Replaces the entry in the history
 * without asking the server again: all of it is applied in the browser.
 */
export function useSearchState(): readonly [
  URLSearchParams,
  (changes: Changes, mode?: "replace" | "push") => void,
] {
  const parameters = useSearchParams();
  const pathname = usePathname();

  const change = useCallback(
    (changes: Changes, mode: "replace" | "push" = "replace") => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      const address = text === "" ? pathname : `${pathname}?${text}`;
      if (mode === "push") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [pathname],
  );

  return [parameters, change];
}
