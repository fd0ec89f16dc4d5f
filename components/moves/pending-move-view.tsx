"use client";

import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import type { MoveDetail } from "@/lib/api/moves";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { messageOf } from "@/lib/client/http/api-error";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { moveSeconds } from "@/lib/client/moves/move-outcome";
import type { PendingMove } from "@/lib/client/moves/pending-moves";
import { useMove } from "@/lib/client/moves/use-move";
import { useScope } from "@/lib/client/state/use-scope";
import { Countdown } from "./countdown";
import { MoveProgress } from "./move-progress";
import { MoveState } from "./move-state";
import { MoveWay } from "./move-way";

interface PendingMoveViewProps {
  pending: PendingMove;
  onClose: () => void;
  onChooseAgain: () => void;
}

/** From the press of the button to the end of the move: what the dialog shows meanwhile. */
export function PendingMoveView({ pending, onClose, onChooseAgain }: PendingMoveViewProps) {
  const { order, state } = pending;
  switch (state.kind) {
    case "counting":
      return (
        <DialogBody className="flex flex-col gap-2">
          <MoveWay from={order.from} to={order.target} className="font-medium text-lg" />
          <Countdown pending={pending} dueAtMs={state.dueAtMs} autoFocus />
        </DialogBody>
      );
    case "sending":
      return (
        <DialogBody>
          <p role="status" className="flex items-center gap-2">
            <LoaderCircle aria-hidden className="size-4 text-accent motion-safe:animate-spin" /> Asking for
            it…
          </p>
        </DialogBody>
      );
    case "refused":
      return (
        <>
          <DialogBody>
            <p role="alert" className="flex items-start gap-2 text-pretty break-words [&>span]:min-w-0">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" /> {state.sentence}
            </p>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Close</Button>
            <Button variant="primary" onClick={onChooseAgain}>
              Check again
            </Button>
          </DialogFooter>
        </>
      );
    case "sent":
      return <FollowedMove moveId={state.moveId} pending={pending} onClose={onClose} />;
  }
}

function FollowedMove({
  moveId,
  pending,
  onClose,
}: {
  moveId: string;
  pending: PendingMove;
  onClose: () => void;
}) {
  const { text } = useScope();
  const { move, error } = useMove(moveId);
  const ended = move !== null && isEndedMove(move.state);
  return (
    <>
      <DialogBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <MoveWay from={pending.order.from} to={pending.order.target} className="font-medium text-lg" />
          {move ? <MoveState state={move.state} warned={ended && move.warnings.length > 0} /> : null}
        </div>
        {move ? null : error ? <p className="text-bad">{messageOf(error)}</p> : <Skeleton className="h-16" />}
        {move && !ended ? <MoveProgress move={move} /> : null}
        {move && ended ? <EndOfMove move={move} /> : null}
        {ended ? null : (
          <p className="text-muted text-sm">
            Close this whenever you like: the move goes on and is shown in the corner.
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <Button asChild>
          <Link href={withScope(moveAddress(moveId), text)} onClick={onClose}>
            Open the move
          </Link>
        </Button>
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      </DialogFooter>
    </>
  );
}

function EndOfMove({ move }: { move: MoveDetail }) {
  const seconds = moveSeconds(move);
  const Icon = move.state === "done" ? CircleCheck : CircleAlert;
  return (
    <p role="status" className="flex items-start gap-2 text-pretty break-words [&>span]:min-w-0">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", move.state === "done" ? "text-ok" : "text-bad")}
      />
      <span>
        {move.failure ? `${move.failure.cause} ${move.failure.advice}` : move.result}
        {move.state === "done" && seconds !== null ? ` It took ${formatDuration(seconds)}.` : ""}
      </span>
    </p>
  );
}
