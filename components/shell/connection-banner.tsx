"use client";

import { WifiOff } from "lucide-react";
import { useLive } from "@/lib/client/live/use-live";

/** Says across the page that nothing shown is current. */
export function ConnectionBanner() {
  const { status, reason } = useLive();
  if (status !== "offline") return null;
  return (
    <p role="alert" className="flex items-center gap-2 border-bad border-b bg-surface px-4 py-1.5 text-bad">
      <WifiOff aria-hidden className="size-4 shrink-0" />
      {reason ?? "This browser has no connection."} What you see is from before.
    </p>
  );
}
