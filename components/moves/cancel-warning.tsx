import type { MoveRow } from "@/lib/api/moves";
import { movedGuest } from "@/lib/client/moves/move-words";

/** What happens when a move is called off where it is now. */
export function CancelWarning({ move }: { move: MoveRow }) {
  const who = movedGuest(move);
  if (move.startedAtMs === null) {
    return (
      <p>
        Nothing has been started: {who} stays on {move.from} as it is.
      </p>
    );
  }
  return (
    <>
      <p>
        Proxmox VE is asked to stop the task. {who} stays on {move.from}; what was copied to {move.to} is
        thrown away.
      </p>
      {move.kind === "restart" ? (
        <p>If it has been shut down already, Proxmox VE starts it again on {move.from}.</p>
      ) : null}
      <p className="text-muted">
        If the guest has arrived by then, it stays on {move.to}, and the move is shown as done with a warning.
      </p>
    </>
  );
}
