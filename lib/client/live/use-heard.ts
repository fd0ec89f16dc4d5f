"use client";

import { useSyncExternalStore } from "react";
import { type HeardRows, NOTHING_HEARD } from "./heard-store";
import { liveStore } from "./live-store";

/** Moves and approved plans that the live stream has told of since the page was opened. */
export function useHeard(): HeardRows {
  const { subscribe, rows } = liveStore().heard;
  return useSyncExternalStore(subscribe, rows, () => NOTHING_HEARD);
}
