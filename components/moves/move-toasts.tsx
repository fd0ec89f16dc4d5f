"use client";

import { type ComponentType, useEffect, useState } from "react";
import type { PendingMove } from "@/lib/client/moves/pending-moves";
import { useAttendedMoves, usePendingMoves } from "@/lib/client/moves/use-pending-moves";

type Toast = ComponentType<{ pending: PendingMove }>;

/** Moves asked for on this page that no dialog shows, in the corner until they have ended. */
export function MoveToasts() {
  const attended = useAttendedMoves();
  const pending = usePendingMoves().filter(({ key }) => !attended.has(key));
  const MoveToast = useToast(pending.length > 0);
  return MoveToast === null ? null : pending.map((move) => <MoveToast key={move.key} pending={move} />);
}

/** What shows a move: most pages never need it, and every page would carry it. The dialog that moves brings it along. */
function useToast(wanted: boolean): Toast | null {
  const [toast, setToast] = useState<Toast | null>(null);
  useEffect(() => {
    if (wanted) void import("./move-toast").then(({ MoveToast }) => setToast(() => MoveToast));
  }, [wanted]);
  return toast;
}
