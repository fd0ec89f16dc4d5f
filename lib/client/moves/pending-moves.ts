export const UNDO_MS = 5_000;

/** A move that a person has asked for on this page. */
export interface MoveOrder {
  readonly clusterId: string;
  readonly vmid: number;
  readonly guestName: string;
  readonly from: string;
  readonly target: string;
  /** Predicted; null where nobody knows. */
  readonly seconds: number | null;
  readonly recommendationId: string | null;
  /** Codes of refusals that were shown and are overruled. */
  readonly accept: readonly string[];
}

/** Nothing is sent while it counts down. */
export type PendingState =
  | { readonly kind: "counting"; readonly dueAtMs: number }
  | { readonly kind: "sending" }
  | { readonly kind: "sent"; readonly moveId: string }
  | { readonly kind: "refused"; readonly sentence: string };

export interface PendingMove {
  readonly key: string;
  readonly order: MoveOrder;
  readonly state: PendingState;
}

export interface PendingMoves {
  readonly subscribe: (listener: () => void) => () => void;
  readonly list: () => readonly PendingMove[];
  /** Begins the countdown; one that already counts or is being sent for this guest is left as it is. */
  readonly schedule: (order: MoveOrder) => void;
  /** Calls it off while it counts down. */
  readonly undo: (key: string) => void;
  readonly sendNow: (key: string) => void;
  /** Takes one that was sent or refused off the screen; a move that was sent goes on. */
  readonly dismiss: (key: string) => void;
  /** Guests whose move is shown in a dialog, and so need not be shown elsewhere. */
  readonly attended: () => ReadonlySet<string>;
  /** @returns the dialog does not show it any more */
  readonly attend: (key: string) => () => void;
}

interface Dependencies {
  readonly now: () => number;
  /** @returns calls it off */
  readonly after: (delayMs: number, act: () => void) => () => void;
  /** @returns the move's id; rejects with what `sentenceOf` can put into words */
  readonly send: (order: MoveOrder) => Promise<string>;
  readonly sentenceOf: (problem: unknown) => string;
  /** Sent before the page was loaded anew; they are shown on. */
  readonly remembered?: readonly PendingMove[];
  /** Told of the moves that were sent whenever something has changed. */
  readonly remember?: (sent: readonly PendingMove[]) => void;
}

const NONE: readonly PendingMove[] = [];

/** Moves between a person's press and the server's answer: a few seconds in which they can be taken back, sent once each. */
export function createPendingMoves({
  now,
  after,
  send,
  sentenceOf,
  remembered = NONE,
  remember,
}: Dependencies): PendingMoves {
  const listeners = new Set<() => void>();
  const timers = new Map<string, () => void>();
  let moves = remembered;
  let attended: ReadonlySet<string> = new Set();

  const replace = (next: readonly PendingMove[]) => {
    moves = next;
    remember?.(next.filter(({ state }) => state.kind === "sent"));
    for (const listener of [...listeners]) listener();
  };
  const setAttended = (next: ReadonlySet<string>) => {
    attended = next;
    for (const listener of [...listeners]) listener();
  };
  const setState = (key: string, state: PendingState) =>
    replace(moves.map((move) => (move.key === key ? { ...move, state } : move)));
  const find = (key: string) => moves.find((move) => move.key === key);
  const remove = (key: string) => replace(moves.filter((move) => move.key !== key));

  const submit = async (key: string) => {
    const move = find(key);
    // Only what counts down is sent: a second press comes too late.
    if (move?.state.kind !== "counting") return;
    timers.get(key)?.();
    timers.delete(key);
    setState(key, { kind: "sending" });
    try {
      setState(key, { kind: "sent", moveId: await send(move.order) });
    } catch (problem) {
      setState(key, { kind: "refused", sentence: sentenceOf(problem) });
    }
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: () => moves,
    schedule: (order) => {
      const key = pendingKey(order);
      const before = find(key)?.state.kind;
      if (before === "counting" || before === "sending") return;
      const state = { kind: "counting", dueAtMs: now() + UNDO_MS } as const;
      replace([...moves.filter((move) => move.key !== key), { key, order, state }]);
      timers.set(
        key,
        after(UNDO_MS, () => void submit(key)),
      );
    },
    undo: (key) => {
      if (find(key)?.state.kind !== "counting") return;
      timers.get(key)?.();
      timers.delete(key);
      remove(key);
    },
    sendNow: (key) => void submit(key),
    dismiss: (key) => {
      const kind = find(key)?.state.kind;
      if (kind === "sent" || kind === "refused") remove(key);
    },
    attended: () => attended,
    attend: (key) => {
      setAttended(new Set([...attended, key]));
      return () => setAttended(new Set([...attended].filter((other) => other !== key)));
    },
  };
}

export function pendingKey({ clusterId, vmid }: Pick<MoveOrder, "clusterId" | "vmid">): string {
  return `${clusterId}:${vmid}`;
}
