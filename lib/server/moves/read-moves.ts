import "server-only";
import type { z } from "zod";
import type { ListMeta } from "@/lib/api/envelope";
import type { MoveDetail, MoveLog, MoveRow, moveQuery } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { Prisma } from "@/prisma/generated/client";
import { moveDetailFrom, moveRowFrom } from "./move-row";
import { FINAL_STATES } from "./move-states";
import { openCluster } from "./open-cluster";
import { readWholeLog } from "./pve/task";

const WITHOUT_LOG = { log: true } as const;

/** @throws AppError not_found */
export async function readMove(moveId: string): Promise<MoveDetail> {
  const move = await prisma.move.findUnique({
    where: { id: moveId },
    omit: WITHOUT_LOG,
    include: { transitions: { orderBy: { id: "asc" } } },
  });
  if (!move) throw new AppError("not_found", "There is no such move.");
  return moveDetailFrom(move, move.transitions);
}

/** One page of moves, newest first. */
export async function readMoves(
  query: z.output<typeof moveQuery>,
): Promise<{ readonly rows: readonly MoveRow[]; readonly meta: ListMeta }> {
  const where = filterOf(query);
  const [total, moves] = await Promise.all([
    prisma.move.count({ where }),
    prisma.move.findMany({
      where,
      omit: WITHOUT_LOG,
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      ...(query.cursor !== undefined && { cursor: { id: readCursor(query.cursor) }, skip: 1 }),
    }),
  ]);
  const page = moves.slice(0, query.limit);
  const last = moves.length > query.limit ? page.at(-1) : undefined;
  return { rows: page.map(moveRowFrom), meta: { total, nextCursor: last?.id ?? null } };
}

/** A move's log: as it was kept, or as PVE tells it now. */
export async function readMoveLog(moveId: string): Promise<MoveLog> {
  const move = await prisma.move.findUnique({
    where: { id: moveId },
    select: { log: true, taskUpid: true, requestUpid: true, clusterId: true },
  });
  if (!move) throw new AppError("not_found", "There is no such move.");
  const upid = move.taskUpid ?? move.requestUpid;
  if (move.log !== null) return { upid, complete: true, lines: move.log.split("\n") };
  if (upid === null) return { upid: null, complete: false, lines: [] };
  const { transport } = await openCluster(move.clusterId);
  try {
    return { upid, complete: false, lines: [...(await readWholeLog(transport, upid))] };
  } catch (error) {
    if (error instanceof PveError) throw new AppError("upstream_unavailable", error.message);
    throw error;
  }
}

function filterOf({ cluster, vmid, batch, state }: z.output<typeof moveQuery>): Prisma.MoveWhereInput {
  const ended = [...FINAL_STATES];
  return {
    cluster: { removedAt: null },
    ...(cluster !== undefined && { clusterId: cluster }),
    ...(vmid !== undefined && { vmid }),
    ...(batch !== undefined && { batchId: batch }),
    ...(state === "active" && { state: { notIn: ended } }),
    ...(state === "ended" && { state: { in: ended } }),
    ...(state !== undefined && state !== "active" && state !== "ended" && { state }),
  };
}

function readCursor(cursor: string): string {
  if (/^[0-9a-f-]{36}$/.test(cursor)) return cursor;
  const message = "is not one of this list";
  throw new AppError("invalid_input", "The cursor is not one of this list.", [{ path: "cursor", message }]);
}
