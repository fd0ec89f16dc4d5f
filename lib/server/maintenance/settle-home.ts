import "server-only";
import type { GuestHomeState } from "@/lib/api/maintenance";
import { moveState } from "@/lib/api/moves";
import type { Guest } from "@/lib/inventory/snapshot";
import { isFinal } from "@/lib/server/moves/move-states";
import type { MaintenanceGuest, PowerTask } from "@/prisma/generated/client";
import { lastFailure } from "./last-failure";
import { type BatchMove, isOther, isOwnCancel, movesSince } from "./settle-guest";

/** What is known of one guest that is to come home. */
export interface HomeFacts {
  readonly row: MaintenanceGuest;
  readonly guest: Guest | null;
  /** Moves home, newest first, and one of somebody else's that is under way. */
  readonly moves: readonly BatchMove[];
  /** Starts of this maintenance, newest first. */
  readonly powers: readonly PowerTask[];
  /** Why another maintenance decides where it goes; null when none does. */
  readonly claim: string | null;
  readonly readAtMs: number;
  readonly since: Date | null;
  readonly mostTries: number;
}

export interface SettledHome {
  readonly home: GuestHomeState;
  readonly wants: "move" | "start" | null;
  readonly homeMoveId?: string | null;
  readonly homeReason: string | null;
}

/** How it stands with one guest on its way home. */
export function settleHome(facts: HomeFacts): SettledHome {
  const { row, guest, moves, powers, readAtMs, claim } = facts;
  const active = moves.find(({ state }) => !isFinal(moveState.parse(state)));
  if (active) return underWay(active);
  if (powers[0] && powers[0].endedAt === null)
    return { home: "under-way", wants: null, homeReason: powers[0].trouble };
  const newest = moves[0];
  if (
    newest?.state === "done" &&
    (newest.endedAt?.getTime() ?? 0) > readAtMs &&
    newest.toNode === row.fromNode
  )
    return { home: "home", wants: null, homeMoveId: newest.id, homeReason: null };
  if (guest === null) return { home: "gone", wants: null, homeReason: "It is not in the cluster any more." };
  if (isOther(row, guest))
    return { home: "gone", wants: null, homeReason: `The number ${row.vmid} belongs to another guest now.` };
  if (guest.node === row.fromNode) return atHome(facts, guest);
  if (claim !== null) return { home: "blocked", wants: null, homeReason: claim };
  return onItsWay(facts);
}

function underWay(move: BatchMove): SettledHome {
  const { id: homeMoveId, trouble, state, result } = move;
  if (state === "unknown")
    return {
      home: "blocked",
      wants: null,
      homeMoveId,
      homeReason: `${result ?? "It is not known what became of its move."} Say on the move where it is.`,
    };
  return { home: "under-way", wants: null, homeMoveId, homeReason: trouble };
}

/** It is on its node; what was shut down for the maintenance is started there. */
function atHome({ row, powers, since }: HomeFacts, guest: Guest): SettledHome {
  if (row.state !== "shut-down" || !row.wasRunning || guest.status !== "stopped")
    return { home: "home", wants: null, homeReason: null };
  const failed = powers.find(
    ({ state, createdAt }) => state === "failed" && createdAt.getTime() >= (since?.getTime() ?? 0),
  );
  if (failed) {
    const homeReason = `It was not started. ${failed.result ?? ""} ${failed.fix ?? ""}`.trim();
    return { home: "blocked", wants: null, homeReason };
  }
  return { home: "away", wants: "start", homeReason: null };
}

function onItsWay({ moves, since, mostTries }: HomeFacts): SettledHome {
  const recent = movesSince(moves, since);
  const failed = recent.filter(({ state }) => state === "failed" || state === "superseded");
  const [newest] = recent;
  if (newest?.state === "cancelled" && !isOwnCancel(newest))
    return {
      home: "blocked",
      wants: null,
      homeMoveId: newest.id,
      homeReason: `Its move was called off. ${newest.result ?? ""}`.trim(),
    };
  if (failed.length < mostTries) return { home: "away", wants: "move", homeReason: null };
  const { detail, fix } = lastFailure(failed[0]);
  return {
    home: "blocked",
    wants: null,
    homeMoveId: failed[0]?.id ?? null,
    homeReason: `It could not be moved in ${failed.length} tries. ${detail} ${fix}`,
  };
}
