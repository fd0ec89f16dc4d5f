import "server-only";
import type { MoveDetail } from "@/lib/api/moves";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { Move } from "@/prisma/generated/client";
import { openCluster } from "./open-cluster";
import { type GuestPlace, readGuestPlace } from "./pve/read-guest-place";
import { readMove } from "./read-moves";
import { StaleMoveError, transitionMove } from "./transition-move";
import { wakeAfterMove } from "./wake-moves";

export interface Resolution {
  readonly outcome: "done" | "failed";
  readonly note: string;
}

/** A person has looked what became of a move that the program could not follow. What PVE shows cannot be gainsaid. */
export async function resolveMove(
  viewer: Viewer,
  moveId: string,
  { outcome, note }: Resolution,
): Promise<MoveDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "say what became of a move");
  const move = await prisma.move.findUnique({ where: { id: moveId } });
  if (!move) throw new AppError("not_found", "There is no such move.");
  if (move.state !== "unknown")
    throw new AppError("conflict", `It is known what became of this move: ${move.state}.`);
  refuseContradiction(move, outcome, await findPlace(move));
  const sentence = `${viewer.username} has looked: ${note}`;
  try {
    await transitionMove({
      moveId,
      from: "unknown",
      to: outcome,
      viewer,
      sentence,
      changes: { result: sentence },
    });
  } catch (error) {
    if (!(error instanceof StaleMoveError)) throw error;
    throw new AppError("conflict", "Somebody else has just said what became of this move.");
  }
  await wakeAfterMove(move);
  return await readMove(moveId);
}

/** Null when PVE cannot be asked: then the person's word is all there is. */
async function findPlace({ clusterId, vmid }: Move): Promise<GuestPlace | null> {
  try {
    const { transport } = await openCluster(clusterId);
    return await readGuestPlace(transport, vmid);
  } catch (error) {
    if (error instanceof PveError || error instanceof AppError) return null;
    throw error;
  }
}

function refuseContradiction(
  { toNode }: Move,
  outcome: Resolution["outcome"],
  place: GuestPlace | null,
): void {
  if (place === null) return;
  if (place.lock === "migrate")
    throw new AppError(
      "conflict",
      `The guest is still locked (migrate) on ${place.node}. Remove the lock first.`,
    );
  if ((place.node === toNode) === (outcome === "done")) return;
  throw new AppError(
    "conflict",
    `Proxmox VE shows the guest on ${place.node}, so the move is not ${outcome}.`,
  );
}
