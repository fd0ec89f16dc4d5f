import "server-only";
import { POWER_ACTIONS, type PowerTaskRow } from "@/lib/api/power";
import { prisma } from "@/lib/server/db/prisma";
import type { PowerTask } from "@/prisma/generated/client";

const NEWEST = 10;

/** What was asked of a guest of late, newest first; also by a maintenance. */
export async function readGuestPower(clusterId: string, vmid: number): Promise<PowerTaskRow[]> {
  const tasks = await prisma.powerTask.findMany({
    where: { clusterId, vmid },
    orderBy: { createdAt: "desc" },
    take: NEWEST,
  });
  return tasks.map(powerRowFrom);
}

export function powerRowFrom(task: PowerTask): PowerTaskRow {
  const { id, clusterId, vmid, node, requestedBy, createdAt, endedAt, upid, result, fix, trouble } = task;
  return {
    id,
    clusterId,
    vmid,
    node,
    action: POWER_ACTIONS.find((action) => action === task.action) ?? "shutdown",
    state: stateOf(task),
    requestedBy,
    requestedAtMs: createdAt.getTime(),
    endedAtMs: endedAt?.getTime() ?? null,
    upid,
    result,
    fix,
    trouble,
  };
}

function stateOf({ state, endedAt }: PowerTask): PowerTaskRow["state"] {
  if (endedAt !== null) return state === "done" ? "done" : "failed";
  return state === "running" ? "running" : "asked";
}
