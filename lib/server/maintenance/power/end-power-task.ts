import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import type { PowerTask } from "@/prisma/generated/client";
import type { PowerAction } from "./power-request";

export interface PowerEnd {
  readonly state: "done" | "failed";
  /** One sentence. */
  readonly result: string;
  readonly fix: string | null;
}

interface PowerWords {
  readonly verb: string;
  readonly done: string;
  readonly fix: string;
  readonly isReached: (status: string) => boolean;
}

export const POWER_WORDS: Readonly<Record<PowerAction, PowerWords>> = {
  shutdown: {
    verb: "shut down",
    done: "is off",
    fix: "Shut it down from inside or stop it in Proxmox VE, or let it be moved or left instead.",
    isReached: (status) => status === "stopped",
  },
  start: {
    verb: "start",
    done: "runs",
    fix: "Start it in Proxmox VE and see what its task says.",
    isReached: (status) => status === "running",
  },
};

/** Ends a shut-down or a start, once, with its audit entry. */
export async function endPowerTask(task: PowerTask, { state, result, fix }: PowerEnd): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.powerTask.updateMany({
      where: { id: task.id, endedAt: null },
      data: { state, result, fix, endedAt: new Date(), trouble: null, troubleSince: null },
    });
    if (count === 0) return;
    const { action, vmid, node, upid } = task;
    await recordAudit(
      {
        viewer: null,
        action: `guest.${action}`,
        target: `guest:${vmid}`,
        details: { node, sentence: result, ...(upid && { upid }) },
        result: state === "done" ? "ok" : "failed",
      },
      transaction,
    );
  });
}
