import "server-only";
import { type MoveDetail, moveState } from "@/lib/api/moves";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Move } from "@/prisma/generated/client";
import { isBeforeRequest, isFinal } from "./move-states";
import { readMove } from "./read-moves";
import { StaleMoveError, transitionMove } from "./transition-move";
import { wakeAfterMove } from "./wake-moves";

const TRIES = 5;

/** Calls a move off, or asks PVE to stop its task: then it ends when PVE has tidied up. */
export async function cancelMove(viewer: Viewer, moveId: string): Promise<MoveDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "call moves off");
  for (let attempt = 1; ; attempt += 1) {
    const move = await prisma.move.findUnique({ where: { id: moveId } });
    if (!move) throw new AppError("not_found", "There is no such move.");
    try {
      await cancel(viewer, move);
      return await readMove(moveId);
    } catch (error) {
      // It went on in this very moment: see where it is now.
      if (!(error instanceof StaleMoveError) || attempt >= TRIES) throw error;
    }
  }
}

async function cancel(viewer: Viewer, move: Move): Promise<void> {
  const state = moveState.parse(move.state);
  if (isFinal(state)) throw new AppError("conflict", `The move has ended already (${state}).`);
  if (state === "unknown")
    throw new AppError(
      "conflict",
      "It is not known what became of this move; say so first, then it has ended.",
    );
  if (state === "verifying")
    throw new AppError("conflict", "It is too late to stop: Proxmox VE's task has ended.");
  if (isBeforeRequest(state)) {
    const sentence = `${viewer.username} called it off; nothing had been started.`;
    await transitionMove({
      moveId: move.id,
      from: state,
      to: "cancelled",
      viewer,
      sentence,
      changes: { result: sentence },
    });
    await wakeAfterMove(move);
    return;
  }
  if (move.cancelRequestedAt !== null) return;
  await askToStop(viewer, move, state);
}

/** The executor passes it on to PVE within a second. */
async function askToStop(viewer: Viewer, { id }: Move, state: string): Promise<void> {
  const sentence = `${viewer.username} asked to stop it.`;
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.move.updateMany({
      where: { id, state },
      data: { cancelRequestedAt: new Date(), cancelRequestedBy: viewer.username },
    });
    if (count === 0) throw new StaleMoveError("The move went on meanwhile.");
    await transaction.moveTransition.create({
      data: { moveId: id, from: state, to: state, by: viewer.username, sentence },
    });
    await recordAudit(
      { viewer, action: "move.cancel", target: `move:${id}`, details: { sentence } },
      transaction,
    );
  });
}
