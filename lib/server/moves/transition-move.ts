import "server-only";
import type { MoveState } from "@/lib/api/moves";
import { recordAudit } from "@/lib/server/audit/record-audit";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import type { Prisma } from "@/prisma/generated/client";
import { isFinal } from "./move-states";

export interface Transition {
  readonly moveId: string;
  readonly from: MoveState;
  readonly to: MoveState;
  /** Who made it; null for the program itself. */
  readonly viewer?: Pick<Viewer, "userId" | "username"> | null;
  /** One sentence for the timeline. */
  readonly sentence: string;
  readonly changes?: Prisma.MoveUncheckedUpdateManyInput;
  /** What must hold besides the state, such as the intent that was answered. */
  readonly where?: Prisma.MoveWhereInput;
}

/** Somebody else was faster: the move is not in the state any more from which it was to go on. */
export class StaleMoveError extends Error {
  override readonly name = "StaleMoveError";
}

/**
 * Takes a move to its next state, with its entry in the timeline and in the audit log; a final state gives its slots back. All of
 * it in one transaction.
 *
 * @throws StaleMoveError when the move is in another state by now
 */
export async function transitionMove(transition: Transition): Promise<void> {
  await prisma.$transaction((transaction) => transitionIn(transaction, transition));
}

/** The same within a transaction; nothing may follow in it, because the audit log is locked from here on. */
export async function transitionIn(
  transaction: Prisma.TransactionClient,
  { moveId, from, to, viewer = null, sentence, changes = {}, where = {} }: Transition,
): Promise<void> {
  const { count } = await transaction.move.updateMany({
    where: { ...where, id: moveId, state: from },
    data: {
      trouble: null,
      troubleSince: null,
      ...changes,
      state: to,
      ...(isFinal(to) && { endedAt: new Date() }),
    },
  });
  if (count === 0) throw new StaleMoveError(`The move is not ${from} any more.`);
  if (isFinal(to)) await transaction.moveSlot.deleteMany({ where: { moveId } });
  const by = viewer?.username ?? "Evenkeel";
  await transaction.moveTransition.create({ data: { moveId, from, to, by, sentence } });
  await recordAudit(
    { viewer, action: `move.${to}`, target: `move:${moveId}`, details: { from, to, sentence } },
    transaction,
  );
}
