import "server-only";
import type { MaintenanceGuestState } from "@/lib/api/maintenance";
import { moveState } from "@/lib/api/moves";
import type { Guest } from "@/lib/inventory/snapshot";
import { isFinal } from "@/lib/server/moves/move-states";
import { guestWords } from "@/lib/server/moves/move-words";
import type { Maintenance, MaintenanceGuest, Move, PowerTask } from "@/prisma/generated/client";
import { lastFailure } from "./last-failure";

export type BatchMove = Omit<Move, "log" | "progress">;

/** What is known of one guest of a node that is being emptied. */
export interface GuestFacts {
  readonly row: MaintenanceGuest;
  /** As the newest reading has it; null when it is not there any more. */
  readonly guest: Guest | null;
  /** Moves of this evacuation, newest first, and one of somebody else's that is under way. */
  readonly moves: readonly BatchMove[];
  /** Shut-downs of this maintenance, newest first. */
  readonly powers: readonly PowerTask[];
  readonly maintenance: Pick<Maintenance, "node" | "leaveStopped" | "triesSince">;
  readonly readAtMs: number;
  /** HA has the node in its own maintenance: what it manages is moved by it. */
  readonly native: boolean;
  readonly mostTries: number;
}

export interface SettledGuest {
  readonly state: MaintenanceGuestState;
  /** What is to be asked for now. */
  readonly wants: "move" | "shutdown" | null;
  readonly toNode?: string | null;
  readonly moveId?: string | null;
  readonly action?: string | null;
  readonly code?: string | null;
  readonly detail?: string | null;
  readonly fix?: string | null;
  readonly tries?: number;
}

/** How it stands with one guest, by where it is and what was made of it. */
export function settleGuest(facts: GuestFacts): SettledGuest {
  const { row, guest, moves, powers, readAtMs } = facts;
  const active = moves.find(({ state }) => !isFinal(moveState.parse(state)));
  if (active) return underWay(active);
  if (powers[0] && powers[0].endedAt === null)
    return {
      state: "under-way",
      wants: null,
      action: "shutdown",
      detail: powers[0].trouble,
      code: null,
      fix: null,
    };
  const newest = moves[0];
  // The reading is older than the move's end.
  if (newest?.state === "done" && (newest.endedAt?.getTime() ?? 0) > readAtMs) return moved(newest);
  if (guest === null) return { state: "gone", wants: null, detail: "It is not in the cluster any more." };
  if (isOther(row, guest))
    return { state: "gone", wants: null, detail: `The number ${row.vmid} belongs to another guest now.` };
  if (guest.node !== row.fromNode) return away(newest, guest);
  if (row.fromNode !== facts.maintenance.node) return { state: "left", wants: null, ...CLEAR };
  return staying(facts, guest);
}

const CLEAR = { code: null, detail: null, fix: null } as const;

function underWay(move: BatchMove): SettledGuest {
  if (move.state === "unknown")
    return {
      state: "blocked",
      wants: null,
      toNode: move.toNode,
      moveId: move.id,
      code: "move-unknown",
      detail: move.result ?? "It is not known what became of its move.",
      fix: "Look where the guest is, and say so on its move.",
    };
  const { toNode, id: moveId, kind: action, trouble: detail } = move;
  return { state: "under-way", wants: null, toNode, moveId, action, code: null, detail, fix: null };
}

function moved({ toNode, id, kind }: BatchMove): SettledGuest {
  return { state: "moved", wants: null, toNode, moveId: id, action: kind, ...CLEAR };
}

function away(newest: BatchMove | undefined, guest: Guest): SettledGuest {
  if (newest?.state === "done" && newest.toNode === guest.node) return moved(newest);
  const by = guest.haState === null ? "somebody moved it" : "HA or somebody moved it";
  return { state: "recovered", wants: null, toNode: guest.node, detail: `It is on ${guest.node}: ${by}.` };
}

/** It is on the node still. */
function staying(facts: GuestFacts, guest: Guest): SettledGuest {
  const { row, maintenance, native } = facts;
  const isOff = guest.status === "stopped";
  if (row.choice === "leave" || (row.choice === null && isOff && maintenance.leaveStopped)) {
    const detail = isOff ? "It is off and stays on purpose." : "It stays on purpose; a reboot stops it.";
    return { state: "left", wants: null, action: "leave", toNode: null, code: null, detail, fix: null };
  }
  if (row.choice === "shutdown") return toShutDown(facts, isOff);
  if (native && guest.haState !== null)
    return {
      state: "waiting",
      wants: null,
      code: "ha-maintenance",
      detail: `HA itself moves it: ${maintenance.node} is in HA's own maintenance.`,
      fix: "If HA does not, look at its status in Proxmox VE.",
    };
  return toMove(facts);
}

function toShutDown({ row, powers, maintenance }: GuestFacts, isOff: boolean): SettledGuest {
  if (isOff) return { state: "shut-down", wants: null, action: "shutdown", toNode: null, ...CLEAR };
  const since = maintenance.triesSince?.getTime() ?? 0;
  const failed = powers.filter(({ state, createdAt }) => state === "failed" && createdAt.getTime() >= since);
  if (failed.length === 0) return { state: "waiting", wants: "shutdown", action: "shutdown", ...CLEAR };
  return {
    state: "blocked",
    wants: null,
    action: "shutdown",
    code: "shutdown-failed",
    detail: `${guestWords(row)} was not shut down. ${failed[0]?.result ?? ""}`.trim(),
    fix: failed[0]?.fix ?? null,
    tries: failed.length,
  };
}

function toMove({ row, moves, maintenance, mostTries }: GuestFacts): SettledGuest {
  const recent = movesSince(moves, maintenance.triesSince);
  const failed = recent.filter(({ state }) => state === "failed" || state === "superseded");
  const calledOff = recent[0]?.state === "cancelled" && !isOwnCancel(recent[0]) ? recent[0] : null;
  const tries = failed.length;
  if (calledOff)
    return {
      state: "blocked",
      wants: null,
      moveId: calledOff.id,
      code: "called-off",
      detail: `The move of ${guestWords(row)} was called off. ${calledOff.result ?? ""}`.trim(),
      fix: "Try again, or choose to leave it.",
      tries,
    };
  const cameBack = recent.filter(({ state }) => state === "done").length;
  if (cameBack >= mostTries)
    return {
      state: "blocked",
      wants: null,
      code: "came-back",
      detail: `${guestWords(row)} was moved away ${cameBack} times and came back each time: HA or somebody brings it back.`,
      fix: `Put ${maintenance.node} into HA's own maintenance (ha-manager crm-command node-maintenance enable ${maintenance.node}), then try again.`,
      tries,
    };
  if (tries >= mostTries) {
    const failure = lastFailure(failed[0]);
    return {
      state: "blocked",
      wants: null,
      moveId: failed[0]?.id ?? null,
      code: "moves-failed",
      detail: `${guestWords(row)} could not be moved in ${tries} tries. ${failure.detail}`,
      fix: failure.fix,
      tries,
    };
  }
  return { state: "waiting", wants: "move", tries, ...CLEAR };
}

/** Moves that were asked for after the tries began to count. */
export function movesSince(moves: readonly BatchMove[], since: Date | null): readonly BatchMove[] {
  return moves.filter(({ requestedAt }) => requestedAt.getTime() >= (since?.getTime() ?? 0));
}

/** The evacuation itself takes moves back that have not begun, when it is paused or called off. */
export const OWN_CANCEL = "The evacuation holds; nothing had been started.";

export function isOwnCancel({ result }: Pick<BatchMove, "result">): boolean {
  return result === OWN_CANCEL;
}

export function isOther(row: Pick<MaintenanceGuest, "guestObjectId">, guest: Guest): boolean {
  return row.guestObjectId !== null && guest.objectId !== null && row.guestObjectId !== guest.objectId;
}
