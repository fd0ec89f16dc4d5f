import type { PendingMove } from "./pending-moves";

const KEY = "evenkeel.sent-moves";

/** Moves that were sent from this tab before it was loaded anew; none where the browser keeps nothing. */
export function readSentMoves(): readonly PendingMove[] {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSentMove) : [];
  } catch {
    return [];
  }
}

export function rememberSentMoves(moves: readonly PendingMove[]): void {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(moves));
  } catch {
    // Private windows may refuse; a reload then forgets them, and Migrations lists them all the same.
  }
}

/** Only what the toasts of a sent move need: another version of the page may have kept it. */
function isSentMove(kept: unknown): kept is PendingMove {
  if (!hasKeys(kept, ["key", "order", "state"])) return false;
  const { key, order, state } = kept;
  return (
    typeof key === "string" &&
    hasKeys(order, ["clusterId", "vmid", "guestName", "from", "target"]) &&
    hasKeys(state, ["kind", "moveId"]) &&
    state.kind === "sent" &&
    typeof state.moveId === "string"
  );
}

function hasKeys<Key extends string>(value: unknown, keys: readonly Key[]): value is Record<Key, unknown> {
  return typeof value === "object" && value !== null && keys.every((key) => key in value);
}
