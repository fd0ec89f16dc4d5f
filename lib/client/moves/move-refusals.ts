import type { MoveRow } from "@/lib/api/moves";
import { movedGuest } from "./move-words";

interface Question {
  readonly move: MoveRow;
  /** Why the person may not move guests at all; null when they may. */
  readonly role: string | null;
  /** A move of the same guest that has not ended. */
  readonly other: MoveRow | null;
}

/** Why a move cannot be called off; null when it can. */
export function cancelRefusal({ move, role }: Question): string | null {
  if (role !== null) return role;
  if (move.canCancel) return null;
  if (move.cancelRequestedBy !== null)
    return `${move.cancelRequestedBy} asked to stop it already; it ends when Proxmox VE has tidied up.`;
  if (move.state === "verifying") return "It is too late to stop: Proxmox VE's task has ended.";
  if (move.state === "unknown") return "Its end is not known: say what became of it.";
  return "It has ended.";
}

/** Why a move cannot be asked for once more; null when it can. */
export function retryRefusal({ move, role, other }: Question): string | null {
  if (role !== null) return role;
  if (move.state === "done") return "The move was made; there is nothing to try again.";
  if (!move.canRetry) return "It has not ended yet.";
  return otherMove(move, other);
}

/** Why a guest cannot be sent back to where it came from; null when it can. */
export function rollBackRefusal({ move, role, other }: Question): string | null {
  if (role !== null) return role;
  if (!move.canRollBack) return "Only a move that was made can be taken back.";
  return otherMove(move, other);
}

function otherMove(move: MoveRow, other: MoveRow | null): string | null {
  if (other === null || other.id === move.id) return null;
  if (other.state === "unknown")
    return `What became of ${movedGuest(move)}'s move to ${other.to} is not known; say so on that move first.`;
  return `${movedGuest(move)} is being moved to ${other.to} already.`;
}
