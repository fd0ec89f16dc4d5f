import "server-only";
import type { z } from "zod";
import type { ListMeta } from "@/lib/api/envelope";
import type { EventRow, eventQuery } from "@/lib/api/events";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Event, Prisma } from "@/prisma/generated/client";

type EventQuery = z.output<typeof eventQuery>;

/** One page of what happened, newest first; events of clusters that were removed are left out. For everybody signed in. */
export async function readEvents(
  _viewer: Viewer,
  query: EventQuery,
): Promise<{ readonly rows: readonly EventRow[]; readonly meta: ListMeta }> {
  const where = filterOf(query);
  const before = query.cursor === undefined ? null : readCursor(query.cursor);
  const [total, events] = await Promise.all([
    prisma.event.count({ where }),
    prisma.event.findMany({
      where: before === null ? where : { AND: [where, before] },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  ]);
  const page = events.slice(0, query.limit);
  const last = events.length > query.limit ? page.at(-1) : undefined;
  return {
    rows: page.map(toRow),
    meta: { total, nextCursor: last ? `${last.at.getTime()}-${last.id}` : null },
  };
}

function filterOf({ cluster, node, vmid, severity }: EventQuery): Prisma.EventWhereInput {
  return {
    cluster: { removedAt: null },
    ...(cluster !== undefined && { clusterId: cluster }),
    ...(node !== undefined && { node }),
    ...(vmid !== undefined && { vmid }),
    ...(severity !== undefined && { severity }),
  };
}

/** Where the page before ended: time and number of its last event. */
function readCursor(cursor: string): Prisma.EventWhereInput {
  const match = /^(\d{1,15})-(\d{1,18})$/.exec(cursor);
  if (!match)
    throw new AppError("invalid_input", "The cursor is not one of this list.", [
      { path: "cursor", message: "is not one of this list" },
    ]);
  const at = new Date(Number(match[1]));
  return { OR: [{ at: { lt: at } }, { at, id: { lt: BigInt(match[2] ?? 0) } }] };
}

function toRow(event: Event): EventRow {
  return {
    id: String(event.id),
    clusterId: event.clusterId,
    atMs: event.at.getTime(),
    kind: event.kind,
    severity: event.severity,
    node: event.node,
    vmid: event.vmid,
    guestObjectId: event.guestObjectId,
    storage: event.storage,
    message: event.message,
  };
}
