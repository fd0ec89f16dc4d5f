import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { readRows } from "@/lib/server/collection/normalise/field-reader";
import { normaliseTasks } from "@/lib/server/collection/normalise/normalise-tasks";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { openCluster } from "@/lib/server/moves/open-cluster";
import { readTaskLog } from "@/lib/server/moves/pve/task";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import { readPastMigration } from "./read-past-migration";
import { PAST_MOVES_MS } from "./read-past-moves";

/** Newer ones say more, and a node's list may be long. */
const MOST_TASKS = 20;
const MOST_LOGS = 5;
/** Of the cluster's calls, so that nothing else waits for these. */
const SHARE_OF_BUDGET = 0.1;
/** When so many are known there is nothing left to learn for now. */
const ENOUGH = 40;

/** Names of the nodes whose record of tasks may still teach how fast the network is. */
export async function findTeachers(clusterId: string): Promise<readonly string[]> {
  const known = await prisma.pastMigration.count({ where: { clusterId, bytes: { gt: 0 } } });
  const snapshot = (await readSnapshot(clusterId))?.snapshot;
  if (!snapshot || known >= ENOUGH) return [];
  return snapshot.nodes.filter(({ status }) => status === "online").map(({ name }) => name);
}

/**
 * Reads what migrations that others made from a node, before Evenkeel or beside it, say of the network. Each log is read once; a cluster that
 * does not answer, or whose calls are used up, is asked another time.
 *
 * @returns how many taught something
 */
export async function learnFromTasks(clusterId: string, node: string, nowMs = Date.now()): Promise<number> {
  try {
    const { transport } = await openCluster(clusterId);
    const { callsPerMinute } = collectionSettingsFrom(await readSettings(clusterId));
    const pauseMs = 60_000 / (callsPerMinute * SHARE_OF_BUDGET);
    return await learn(paced(transport, pauseMs), { clusterId, node, sinceMs: nowMs - PAST_MOVES_MS });
  } catch (error) {
    if (error instanceof PveError || error instanceof AppError) return 0;
    throw error;
  }
}

interface Lesson {
  readonly clusterId: string;
  readonly node: string;
  readonly sinceMs: number;
}

async function learn(transport: PveTransport, { clusterId, node, sinceMs }: Lesson): Promise<number> {
  await prisma.pastMigration.deleteMany({ where: { clusterId, endedAt: { lt: new Date(sinceMs) } } });
  const since = Math.floor(sinceMs / 1_000);
  const rows: unknown = await proxmoxClient(transport)
    .nodes.$(encodeURIComponent(node))
    .tasks.$get({ typefilter: "qmigrate", statusfilter: "ok", limit: MOST_TASKS, since });
  const tasks = normaliseTasks(readRows(rows, `/nodes/${node}/tasks`, new Problems()));
  const known = await knownUpids(
    clusterId,
    tasks.map(({ upid }) => upid),
  );
  const fresh = tasks.filter(({ upid, endedAtMs }) => endedAtMs !== null && !known.has(upid));
  let learned = 0;
  for (const { upid, endedAtMs } of fresh.slice(0, MOST_LOGS)) {
    const move = readPastMigration(node, await readTaskLog(transport, upid));
    if (move) learned += 1;
    await prisma.pastMigration.createMany({
      data: {
        ...{ clusterId, upid, source: node, target: move?.target ?? "" },
        ...{ bytes: move?.bytes ?? 0, seconds: move?.seconds ?? 0 },
        endedAt: new Date(endedAtMs ?? 0),
      },
      skipDuplicates: true,
    });
  }
  return learned;
}

/** Of tasks whose logs were read, and of our own moves, which tell more of themselves. */
async function knownUpids(clusterId: string, upids: readonly string[]): Promise<ReadonlySet<string>> {
  const where = { in: [...upids] };
  const [read, own] = await Promise.all([
    prisma.pastMigration.findMany({ where: { clusterId, upid: where }, select: { upid: true } }),
    prisma.move.findMany({ where: { clusterId, taskUpid: where }, select: { taskUpid: true } }),
  ]);
  return new Set([...read.map(({ upid }) => upid), ...own.map(({ taskUpid }) => taskUpid ?? "")]);
}

/** The same way, with a pause between two calls. */
function paced(inner: PveTransport, pauseMs: number): PveTransport {
  let earliestMs = 0;
  return {
    request: async (request) => {
      await sleep(Math.max(0, earliestMs - performance.now()));
      earliestMs = performance.now() + pauseMs;
      return await inner.request(request);
    },
    forgiveNode: (node) => inner.forgiveNode(node),
    close: () => inner.close(),
  };
}
