import "server-only";
import type { ActiveMove } from "@/lib/automation/automation-input";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { FINAL_STATES } from "@/lib/server/moves/move-states";

const MIGRATIONS: ReadonlySet<string> = new Set(["qmigrate", "vzmigrate", "hamigrate"]);

/** Guests on their way: by Evenkeel, and by Proxmox VE or an administrator as far as the reading shows it. */
export async function readActiveMoves({
  clusterId,
  tasks,
  guests,
}: Pick<Snapshot, "clusterId" | "tasks" | "guests">): Promise<readonly ActiveMove[]> {
  const own = await prisma.move.findMany({
    where: { clusterId, state: { notIn: [...FINAL_STATES] } },
    select: { vmid: true, state: true },
  });
  const running = tasks.filter(({ type, endedAtMs }) => endedAtMs === null && MIGRATIONS.has(type));
  return [
    ...own.map(({ vmid, state }) => ({ vmid, unknown: state === "unknown" })),
    ...running.map(({ subject }) => ({ vmid: Number(subject), unknown: false })),
    ...guests.filter(({ lock }) => lock === "migrate").map(({ vmid }) => ({ vmid, unknown: false })),
  ];
}
