"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/**
 * Whether the page has come alive in the browser; false on the server. A form that is sent before that would be sent
 * by the browser itself, with what was typed in its address.
 */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
