import "server-only";
import type { LogRow } from "@/lib/api/logs";
import { prisma } from "@/lib/server/db/prisma";

const MOVE_ID = /\bmove:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;

/** Lines with what is known of the move that each names: a number of 36 characters tells a reader nothing. */
export async function nameMoves(rows: readonly Omit<LogRow, "move">[]): Promise<LogRow[]> {
  const ids = rows.map(({ message }) => MOVE_ID.exec(message)?.[1] ?? null);
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const moves = wanted.length === 0 ? [] : await findMoves(wanted);
  const known = new Map(
    moves.map(({ id, vmid, guestName, fromNode, toNode }) => [
      id,
      { id, vmid, guestName, from: fromNode, to: toNode },
    ]),
  );
  return rows.map((row, index) => ({ ...row, move: known.get(ids[index] ?? "") ?? null }));
}

function findMoves(ids: readonly string[]) {
  return prisma.move.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, vmid: true, guestName: true, fromNode: true, toNode: true },
  });
}
