"use client";

import dynamic from "next/dynamic";
import { useAttendedMoves, usePendingMoves } from "@/lib/client/moves/use-pending-moves";

// Most pages never show one, and every page would carry it.
const MoveToast = dynamic(() => import("./move-toast").then((module) => module.MoveToast), { ssr: false });

/** Moves asked for on this page that no dialog shows, in the corner until they have ended. */
export function MoveToasts() {
  const attended = useAttendedMoves();
  const pending = usePendingMoves().filter(({ key }) => !attended.has(key));
  return pending.map((move) => <MoveToast key={move.key} pending={move} />);
}
