import "server-only";
import { MOVE_STATES } from "@/lib/api/move-states";
import type { MoveState } from "@/lib/api/moves";

/** The states that may follow each state; docs/moving.md. A trigger of the database holds the same table. */
export const LEGAL_TRANSITIONS: Readonly<Record<MoveState, readonly MoveState[]>> = {
  planned: ["waiting", "cancelled", "superseded", "failed"],
  waiting: ["preflight", "cancelled", "superseded", "failed"],
  preflight: ["submitting", "cancelled", "superseded", "failed"],
  submitting: ["running", "failed", "cancelled", "unknown"],
  running: ["verifying", "unknown"],
  verifying: ["done", "failed", "cancelled", "unknown"],
  unknown: ["done", "failed"],
  done: [],
  failed: [],
  cancelled: [],
  superseded: [],
};

/** Nothing follows any more: the guest is free and the slots are given back. */
export function isFinal(state: MoveState): boolean {
  return LEGAL_TRANSITIONS[state].length === 0;
}

/** Nothing has been asked of PVE yet: the move can be called off by a word. */
export function isBeforeRequest(state: MoveState): boolean {
  return state === "planned" || state === "waiting" || state === "preflight";
}

/** States after which nothing comes. */
export const FINAL_STATES: readonly MoveState[] = MOVE_STATES.filter(isFinal);
