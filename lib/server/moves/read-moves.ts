import "server-only";
import type { z } from "zod";
import type { ListMeta } from "@/lib/api/envelope";
import type { MoveDetail, MoveLog, MoveRow, moveQuery } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { readSettings } from "@/lib/server/settings/read-settings";
import { retentionSettingsFrom } from "@/lib/settings/retention-settings";
import type { Prisma } from "@/prisma/generated/client";
import { moveDetailFrom, moveRowFrom } from "./move-row";
import { FINAL_STATES } from "./move-states";
import { openCluster } from "./open-cluster";
import { outcomesOf } from "./outcomes-of";
import { isTaskGone } from "./pve/passing-trouble";
import { readWholeLog } from "./pve/task";

const WITHOUT_LOG = { log: true } as const;

/** @throws AppError not_found */
export async function readMove(moveId: string): Promise<MoveDetail> {
  const move = await prisma.move.findUnique({
    where: { id: moveId },
    omit: WITHOUT_LOG,
    include: { transitions: { orderBy: { id: "asc" } }, outcomes: true },
  });
  if (!move) throw new AppError("not_found", "There is no such move.");
  return moveDetailFrom(move, move.transitions, outcomesOf(move, move.outcomes));
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

/** All moves that a query finds, newest first, so many at a time. */
export async function* readAllMoves(query: Filter, mostMoves: number): AsyncGenerator<readonly MoveRow[]> {
  const where = filterOf(query);
  let last: string | null = null;
  for (let left = mostMoves; left > 0; ) {
    const moves: Awaited<ReturnType<typeof findPage>> = await findPage(where, Math.min(left, PAGE), last);
    if (moves.length > 0) yield moves.map(moveRowFrom);
    last = moves.at(-1)?.id ?? null;
    left -= moves.length;
    if (moves.length < PAGE) return;
  }
}

const PAGE = 500;

function findPage(where: Prisma.MoveWhereInput, take: number, after: string | null) {
  return prisma.move.findMany({
    where,
    omit: WITHOUT_LOG,
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take,
    ...(after !== null && { cursor: { id: after }, skip: 1 }),
  });
}

const LOG_AGAIN_SECONDS = 5;
const KEPT = { removedAfterDays: null } as const;
const LOG_IS_GONE = "Proxmox VE does not have the log of this task any more.";

/** A move's log: as it was kept, or as PVE tells it now. */
export async function readMoveLog(moveId: string): Promise<MoveLog> {
  const move = await prisma.move.findUnique({
    where: { id: moveId },
    select: { log: true, taskUpid: true, requestUpid: true, clusterId: true, endedAt: true },
  });
  if (!move) throw new AppError("not_found", "There is no such move.");
  const upid = move.taskUpid ?? move.requestUpid;
  if (move.log !== null) return { ...KEPT, upid, complete: true, lines: move.log.split("\n") };
  if (upid === null) return { ...KEPT, upid: null, complete: false, lines: [] };
  const removedAfterDays = await daysUntilRemoval(move.endedAt);
  if (removedAfterDays !== null) return { upid, complete: true, lines: [], removedAfterDays };
  const { transport } = await openCluster(move.clusterId);
  try {
    return { ...KEPT, upid, complete: false, lines: [...(await readWholeLog(transport, upid))] };
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    if (isTaskGone(error)) return { ...KEPT, upid, complete: true, lines: [LOG_IS_GONE] };
    throw new AppError("upstream_unavailable", error.message, [], LOG_AGAIN_SECONDS);
  }
}

/** After how many days the log was removed, by when Proxmox VE does not have it either; null while it is kept. */
async function daysUntilRemoval(endedAt: Date | null): Promise<number | null> {
  if (endedAt === null) return null;
  const { moveLogDays } = retentionSettingsFrom(await readSettings(null));
  return endedAt.getTime() < Date.now() - moveLogDays * 86_400_000 ? moveLogDays : null;
}

type Filter = Omit<z.output<typeof moveQuery>, "limit" | "cursor">;

function filterOf(query: Filter): Prisma.MoveWhereInput {
  const { cluster, vmid, batch, source, node, sinceMs, untilMs, text } = query;
  return {
    cluster: { removedAt: null },
    AND: [
      cluster === undefined ? {} : { clusterId: cluster },
      vmid === undefined ? {} : { vmid },
      batch === undefined ? {} : { batchId: batch },
      source === undefined ? {} : { source },
      node === undefined ? {} : { OR: [{ fromNode: node }, { toNode: node }] },
      sinceMs === undefined ? {} : { requestedAt: { gte: new Date(sinceMs) } },
      untilMs === undefined ? {} : { requestedAt: { lt: new Date(untilMs) } },
      stateFilter(query),
      ...wordsOf(text).map(wordFilter),
    ],
  };
}

function stateFilter({ state }: Filter): Prisma.MoveWhereInput {
  const ended = [...FINAL_STATES];
  if (state === undefined) return {};
  if (state === "active") return { state: { notIn: ended } };
  return state === "ended" ? { state: { in: ended } } : { state };
}

function wordsOf(text: string | undefined): readonly string[] {
  return text?.split(/\s+/).filter((word) => word !== "") ?? [];
}

/** Every word is to be found somewhere. */
function wordFilter(word: string): Prisma.MoveWhereInput {
  // What people type is no pattern.
  const contains = word.replaceAll(/[\\%_]/g, "\\$&");
  const within = { contains, mode: "insensitive" } as const;
  return {
    OR: [
      { guestName: within },
      { fromNode: within },
      { toNode: within },
      { requestedBy: within },
      { reason: within },
      { result: within },
      ...(/^[1-9]\d{0,8}$/.test(word) ? [{ vmid: Number(word) }] : []),
    ],
  };
}

function readCursor(cursor: string): string {
  if (/^[0-9a-f-]{36}$/.test(cursor)) return cursor;
  const message = "is not one of this list";
  throw new AppError("invalid_input", "The cursor is not one of this list.", [{ path: "cursor", message }]);
}
