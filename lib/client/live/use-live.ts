"use client";

import { useSyncExternalStore } from "react";
import { type LiveConnection, liveStore } from "./live-store";

export interface Live extends LiveConnection {
  /** Freezes what pages show. */
  readonly hold: () => void;
  /** Shows what has arrived meanwhile and goes on. */
  readonly resume: () => void;
}

const ON_SERVER: LiveConnection = { status: "connecting", reason: null, held: false };

/** How this page is connected to the live stream, and the switch that freezes it. */
export function useLive(): Live {
  const { subscribe, connection, hold, resume } = liveStore();
  const current = useSyncExternalStore(subscribe, connection, () => ON_SERVER);
  return { ...current, hold, resume };
}
