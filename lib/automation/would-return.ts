import type { PastMove } from "./past-move";

const HOUR_MS = 3_600_000;

export interface Return {
  readonly leftAtMs: number;
  /** From here on it would be no return any more, Unix milliseconds. */
  readonly untilMs: number;
}

export interface ReturnQuestion {
  readonly vmid: number;
  readonly to: string;
  readonly history: readonly PastMove[];
  readonly nowMs: number;
  /** 0 and more; 0 is no window. */
  readonly windowHours: number;
}

/**
 * Whether a guest would be sent to a node that it left within the window: A to B to A, and A to B to C to A as well. Only moves that
 * arrived left anything.
 *
 * @returns when it left that node last; null when it may go there
 */
export function wouldReturn({ vmid, to, history, nowMs, windowHours }: ReturnQuestion): Return | null {
  const left = history
    .filter((move) => move.vmid === vmid && move.from === to && move.outcome === "moved")
    .map(({ endedAtMs }) => endedAtMs);
  if (left.length === 0) return null;
  const leftAtMs = Math.max(...left);
  const untilMs = leftAtMs + windowHours * HOUR_MS;
  return untilMs > nowMs ? { leftAtMs, untilMs } : null;
}
