"use client";

import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 767px)";

let known: MediaQueryList | undefined;

/** Asked with every rendering: making a query anew each time costs more than the answer. */
function media(): MediaQueryList {
  known ??= window.matchMedia(QUERY);
  return known;
}

function subscribe(listener: () => void): () => void {
  media().addEventListener("change", listener);
  return () => media().removeEventListener("change", listener);
}

/** Whether the screen is as narrow as a phone's; false on the server. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => media().matches,
    () => false,
  );
}
