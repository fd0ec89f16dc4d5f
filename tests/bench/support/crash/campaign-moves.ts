import { unreadGuests } from "@/lib/inventory/unread-guests";
import type { Move } from "@/prisma/generated/client";
import type { MovesSoFar } from "./ask-for-moves";
import type { JudgedMove } from "./judge-campaign";
import type { UnknownMove } from "./look-and-say";

const CONNECTED_WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 200;
const ENDED = ["done", "failed", "cancelled", "superseded"];

/** Whether a condition came true in time. */
export async function until(condition: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const endMs = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > endMs) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return true;
}

/** The cluster that the application has connected by itself, once it has been read, with these limits on its moves. */
export async function connectedCluster(limits: {
  readonly perCluster: number;
  readonly perSource: number;
  readonly perTarget: number;
}): Promise<string> {
  const { prisma } = await import("@/lib/server/db/prisma");
  const { readSnapshot } = await import("@/lib/server/live/read-snapshot");
  const { updateSettings } = await import("@/lib/server/settings/update-settings");
  const { aViewer } = await import("@/tests/support/a-viewer");
  let clusterId = "";
  const isRead = async () => {
    clusterId = (await prisma.cluster.findFirst({ select: { id: true } }))?.id ?? "";
    const reading = clusterId === "" ? null : await readSnapshot(clusterId);
    return reading !== null && unreadGuests(reading.snapshot).length === 0;
  };
  if (!(await until(isRead, CONNECTED_WITHIN_MS)))
    throw new Error("The application did not read the cluster.");
  const { perCluster, perSource, perTarget } = limits;
  const values = {
    "planning.maxPerCluster": perCluster,
    "planning.maxPerSource": perSource,
    "planning.maxPerTarget": perTarget,
    // More moves at once than anybody makes, and a reading for most of them.
    "collection.callsPerMinute": 3_000,
  };
  await updateSettings(aViewer({ role: "admin" }), { cluster: clusterId, values });
  return clusterId;
}

/** Null while the database is away. */
export async function readMovesSoFar(clusterId: string): Promise<MovesSoFar | null> {
  const { prisma } = await import("@/lib/server/db/prisma");
  const select = { id: true, vmid: true, state: true } as const;
  try {
    const total = await prisma.move.count({ where: { clusterId } });
    const active = await prisma.move.findMany({ where: { clusterId, state: { notIn: ENDED } }, select });
    return { total, active };
  } catch {
    return null;
  }
}

/** Changes of state of all moves so far; null while the database is away. */
export async function readProgress(): Promise<number | null> {
  const { prisma } = await import("@/lib/server/db/prisma");
  return await prisma.moveTransition.count().catch(() => null);
}

/** Moves that wait for a person; none while the database is away. */
export async function readUnknownMoves(clusterId: string): Promise<readonly UnknownMove[]> {
  const { prisma } = await import("@/lib/server/db/prisma");
  const select = { id: true, vmid: true, toNode: true, result: true } as const;
  try {
    const moves = await prisma.move.findMany({ where: { clusterId, state: "unknown" }, select });
    return moves.map(({ id, vmid, toNode, result }) => ({ id, vmid, to: toNode, sentence: result ?? "" }));
  } catch {
    return [];
  }
}

export function judgedMove(move: Omit<Move, "log">): JudgedMove {
  const { id, vmid, fromNode, toNode, state, requestUpid, taskUpid, result } = move;
  return {
    ...{ id, vmid, fromNode, toNode, state, requestUpid, taskUpid, result },
    requestedAtMs: move.requestedAt.getTime(),
    verifyingAtMs: move.verifyingAt?.getTime() ?? null,
    endedAtMs: move.endedAt?.getTime() ?? null,
  };
}
