"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { withScope } from "@/lib/client/addresses";
import { isTyping } from "@/lib/client/state/is-typing";
import { NAVIGATION } from "./navigation";

interface Shortcuts {
  readonly onPalette: () => void;
  readonly onSheet: () => void;
  readonly onHold: () => void;
}

const SECOND_KEY_MS = 1_200;

/** The keys that work on every page. */
export function useShortcuts({ onPalette, onSheet, onHold }: Shortcuts): void {
  const router = useRouter();
  const goUntil = useRef(0);

  useEffect(() => {
    const actions: Readonly<Record<string, () => void>> = {
      "?": onSheet,
      ".": onHold,
      "/": () => document.querySelector<HTMLElement>("[data-page-filter]")?.focus(),
      g: () => {
        goUntil.current = Date.now() + SECOND_KEY_MS;
      },
    };

    function onKey(event: KeyboardEvent) {
      if (isPaletteKey(event)) {
        event.preventDefault();
        onPalette();
        return;
      }
      if (isTyping(event)) return;
      const going = Date.now() < goUntil.current;
      goUntil.current = 0;
      const address = going ? addressOf(event.key) : null;
      const action = address ? () => router.push(address) : actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    }

    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router, onPalette, onSheet, onHold]);
}

function isPaletteKey({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key.toLowerCase() === "k";
}

function addressOf(key: string): Route | null {
  const place = NAVIGATION.find((item) => item.key === key);
  return place ? withScope(place.href, new URLSearchParams(window.location.search).get("cluster")) : null;
}
