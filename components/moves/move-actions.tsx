"use client";

import { CircleHelp, RotateCcw, Square, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { GuardedButton } from "@/components/values/guarded-button";
import { type MoveRow, moveDetail } from "@/lib/api/moves";
import { moveAddress } from "@/lib/client/addresses";
import { formatDuration } from "@/lib/client/format/format-duration";
import { moveCancelAddress, moveRetryAddress, moveRollbackAddress } from "@/lib/client/http/api-addresses";
import { requestApi } from "@/lib/client/http/request-api";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { cancelRefusal, retryRefusal, rollBackRefusal } from "@/lib/client/moves/move-refusals";
import { movedGuest } from "@/lib/client/moves/move-words";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { CancelWarning } from "./cancel-warning";
import { ResolveDialog } from "./resolve-dialog";

interface MoveActionsProps {
  move: MoveRow;
  onChanged?: () => void;
}

type Asked = "cancel" | "retry" | "rollback" | "resolve";

/** What a person can do about a move; each asks first, and says why when it cannot be done. */
export function MoveActions({ move, onChanged }: MoveActionsProps) {
  const role = useViewer().refusal("operator");
  const other = useMovingGuests().get(movingKey(move)) ?? null;
  const [asked, setAsked] = useState<Asked | null>(null);
  const question = { move, role, other };
  const close = () => setAsked(null);

  return (
    <>
      <div className="flex flex-wrap gap-2">
        {move.state === "unknown" ? (
          <GuardedButton size="small" variant="primary" refusal={role} onClick={() => setAsked("resolve")}>
            <CircleHelp /> Say what became of it
          </GuardedButton>
        ) : null}
        {isEndedMove(move.state) || move.state === "unknown" ? null : (
          <GuardedButton size="small" refusal={cancelRefusal(question)} onClick={() => setAsked("cancel")}>
            <Square /> {move.startedAtMs === null ? "Call off" : "Stop"}
          </GuardedButton>
        )}
        {isEndedMove(move.state) && move.state !== "done" ? (
          <GuardedButton size="small" refusal={retryRefusal(question)} onClick={() => setAsked("retry")}>
            <RotateCcw /> Retry
          </GuardedButton>
        ) : null}
        {move.state === "done" ? (
          <GuardedButton
            size="small"
            refusal={rollBackRefusal(question)}
            onClick={() => setAsked("rollback")}
          >
            <Undo2 /> Roll back
          </GuardedButton>
        ) : null}
      </div>
      <CancelDialog move={move} open={asked === "cancel"} onClose={close} onChanged={onChanged} />
      <RepeatDialog move={move} asked={asked} onClose={close} />
      <ResolveDialog move={move} open={asked === "resolve"} onClose={close} onChanged={onChanged} />
    </>
  );
}

interface AskedProps extends MoveActionsProps {
  open: boolean;
  onClose: () => void;
}

function CancelDialog({ move, open, onClose, onChanged }: AskedProps) {
  const { refresh } = useActiveMoves();
  const begun = move.startedAtMs !== null;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title={begun ? `Stop the move of ${movedGuest(move)}?` : `Call the move of ${movedGuest(move)} off?`}
      action={begun ? "Stop the move" : "Call it off"}
      dismiss="Leave it"
      onConfirm={async () => {
        await requestApi(moveCancelAddress(move.id), { method: "POST", schema: moveDetail });
        refresh();
        onChanged?.();
      }}
    >
      <CancelWarning move={move} />
    </ConfirmDialog>
  );
}

/** Retry and roll back: both ask for a new move and lead to it. */
function RepeatDialog({ move, asked, onClose }: { move: MoveRow; asked: Asked | null; onClose: () => void }) {
  const router = useRouter();
  const { refresh } = useActiveMoves();
  const back = asked === "rollback";
  const who = movedGuest(move);
  return (
    <ConfirmDialog
      open={back || asked === "retry"}
      onOpenChange={onClose}
      title={back ? `Send ${who} back to ${move.from}?` : `Move ${who} to ${move.to} once more?`}
      action={back ? `Send it back to ${move.from}` : `Move it to ${move.to}`}
      variant="primary"
      onConfirm={async () => {
        const address = back ? moveRollbackAddress(move.id) : moveRetryAddress(move.id);
        const { data } = await requestApi(address, { method: "POST", schema: moveDetail });
        refresh();
        notify(back ? `${who} is sent back to ${move.from}` : `${who} is moved to ${move.to} once more`);
        router.push(moveAddress(data.id));
      }}
    >
      <RepeatWarning move={move} back={back} />
    </ConfirmDialog>
  );
}

function RepeatWarning({ move, back }: { move: MoveRow; back: boolean }): ReactNode {
  const { predicted, kind } = move;
  const target = back ? move.from : move.to;
  return (
    <>
      <p>
        It goes {kind === "offline" ? "while it is stopped" : kind === "live" ? "live" : "with a restart"}
        {predicted.seconds === undefined ? "" : `, in about ${formatDuration(predicted.seconds)}`}
        {kind === "restart" ? ", and does not serve anybody meanwhile" : ""}.
      </p>
      <p className="text-muted">
        Everything is checked anew first; if {target} cannot take it, nothing is started and the reason is
        shown here.
      </p>
    </>
  );
}
