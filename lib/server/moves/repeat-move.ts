import "server-only";
import { type MoveDetail, moveState } from "@/lib/api/moves";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Move } from "@/prisma/generated/client";
import { isFinal } from "./move-states";
import { guestWords } from "./move-words";
import { requestMove } from "./request-move";

/** Asks once more for a move that did not happen. */
export async function retryMove(viewer: Viewer, moveId: string): Promise<MoveDetail> {
  const move = await find(moveId);
  const state = moveState.parse(move.state);
  if (state === "done") throw new AppError("conflict", "The move was made; there is nothing to try again.");
  if (!isFinal(state)) throw new AppError("conflict", `The move has not ended yet (${state}).`);
  await refuseOtherGuest(move);
  return await requestMove(viewer, {
    clusterId: move.clusterId,
    vmid: move.vmid,
    target: move.toNode,
    source: "manual",
    accept: move.accepted,
    originId: move.id,
    reason: move.reason,
  });
}

/** Sends a guest back to where it came from. */
export async function rollBackMove(viewer: Viewer, moveId: string): Promise<MoveDetail> {
  const move = await find(moveId);
  if (move.state !== "done") throw new AppError("conflict", "Only a move that was made can be taken back.");
  await refuseOtherGuest(move);
  return await requestMove(viewer, {
    clusterId: move.clusterId,
    vmid: move.vmid,
    target: move.fromNode,
    from: move.toNode,
    source: "rollback",
    accept: move.accepted,
    originId: move.id,
    reason: `Takes back the move to ${move.toNode}.`,
  });
}

async function find(moveId: string): Promise<Move> {
  const move = await prisma.move.findUnique({ where: { id: moveId } });
  if (!move) throw new AppError("not_found", "There is no such move.");
  return move;
}

async function refuseOtherGuest({ guestObjectId, guestKind, vmid, guestName }: Move): Promise<void> {
  if (guestObjectId === null) return;
  const guest = await prisma.guest.findUnique({ where: { id: guestObjectId } });
  if (guest && guest.removedAt === null) return;
  const who = guestWords({ kind: guestKind, vmid, name: guestName });
  throw new AppError("conflict", `${who} is not there any more; its number may belong to another guest now.`);
}
