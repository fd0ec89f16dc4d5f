"use client";

import { useEffect, useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { type MovableGuest, movableName } from "@/lib/client/moves/movable-guest";
import { pendingKey } from "@/lib/client/moves/pending-moves";
import { pendingMoves, usePendingMoves } from "@/lib/client/moves/use-pending-moves";
import { MoveChoice } from "./move-choice";
import { PendingMoveView } from "./pending-move-view";

export interface MoveRequest {
  readonly guest: MovableGuest;
  /** Proposed; null proposes the best. */
  readonly target: string | null;
  /** The recommendation that the move is taken from. */
  readonly recommendationId: string | null;
}

interface MoveDialogProps {
  /** Null is closed. */
  request: MoveRequest | null;
  onClose: () => void;
}

/** Moves one guest: where to, what that means, a few seconds to take it back, and how it goes. */
export function MoveDialog({ request, onClose }: MoveDialogProps) {
  return (
    <Dialog open={request !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      {request ? <MoveDialogContent request={request} onClose={onClose} /> : null}
    </Dialog>
  );
}

function MoveDialogContent({ request, onClose }: { request: MoveRequest; onClose: () => void }) {
  const key = pendingKey(request.guest);
  // What the dialog was opened for stays in view, though the guest is elsewhere meanwhile.
  const [guest] = useState(request.guest);
  const pending = usePendingMoves().find((move) => move.key === key) ?? null;
  const [choosing, setChoosing] = useState(pending === null);
  const shown = pending && !(choosing && pending.state.kind === "refused") ? pending : null;

  useEffect(() => pendingMoves().attend(key), [key]);

  return (
    <DialogContent
      title={`Move ${movableName(guest)}`}
      description={`${guest.kind === "lxc" ? "Container" : "Virtual machine"} ${guest.vmid}, on ${guest.node}`}
      className={shown ? "max-w-xl" : "max-w-5xl"}
    >
      {shown ? (
        <PendingMoveView
          pending={shown}
          onClose={onClose}
          onChooseAgain={() => {
            pendingMoves().dismiss(key);
            setChoosing(true);
          }}
        />
      ) : (
        <MoveChoice
          guest={guest}
          target={request.target}
          onClose={onClose}
          onMove={(order) => {
            setChoosing(false);
            pendingMoves().schedule({
              clusterId: guest.clusterId,
              vmid: guest.vmid,
              guestName: movableName(guest),
              from: guest.node,
              recommendationId: request.recommendationId,
              ...order,
            });
          }}
        />
      )}
    </DialogContent>
  );
}
