"use client";

import { Undo2 } from "lucide-react";
import type { MouseEvent } from "react";
import { Button } from "@/components/ui/button";
import { type PendingMove, UNDO_MS } from "@/lib/client/moves/pending-moves";
import { pendingMoves } from "@/lib/client/moves/use-pending-moves";
import { useSecondsUntil } from "@/lib/client/moves/use-seconds-until";

interface CountdownProps {
  pending: PendingMove;
  dueAtMs: number;
  autoFocus?: boolean;
}

/** The seconds in which a move can be taken back: nothing has been sent yet. */
export function Countdown({ pending, dueAtMs, autoFocus = false }: CountdownProps) {
  const seconds = useSecondsUntil(dueAtMs);
  const { key } = pending;
  return (
    <div className="flex flex-col gap-2">
      <p>
        Starts in <span className="figure">{seconds} s</span>.{" "}
        <span className="text-muted">Nothing has been sent yet.</span>
      </p>
      <span aria-hidden className="block h-1 overflow-hidden rounded-full bg-line">
        <span
          className="block h-full origin-left bg-accent transition-transform duration-1000 ease-linear"
          style={{ transform: `scaleX(${(seconds * 1_000) / UNDO_MS})` }}
        />
      </span>
      <div className="flex flex-wrap gap-2">
        <Button autoFocus={autoFocus} onClick={onSinglePress(() => pendingMoves().undo(key))}>
          <Undo2 /> Undo
        </Button>
        <Button variant="ghost" onClick={onSinglePress(() => pendingMoves().sendNow(key))}>
          Start now
        </Button>
      </div>
    </div>
  );
}

/** The second half of a double click on the button that stood here before means nothing. */
function onSinglePress(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail <= 1) act();
  };
}
