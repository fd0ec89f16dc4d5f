"use client";

import { type ReactNode, useEffect } from "react";
import { startLive } from "./start-live";

/** Keeps the pages below it connected to the live stream. One per signed-in page tree. */
export function LiveProvider({
  viewerId,
  children,
}: {
  readonly viewerId: string;
  readonly children: ReactNode;
}): ReactNode {
  useEffect(() => startLive(viewerId), [viewerId]);
  return children;
}
