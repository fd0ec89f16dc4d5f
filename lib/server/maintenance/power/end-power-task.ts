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
  /** Whether a guest that is so needs nothing more. */
  readonly needsNothing: (status: string) => boolean;
}

const isOff = (status: string) => status === "stopped";
const isOn = (status: string) => status === "running";

export const POWER_WORDS: Readonly<Record<PowerAction, PowerWords>> = {
  shutdown: {
    verb: "shut down",
    done: "is off",
    fix: "Shut it down from inside or stop it in Proxmox VE, or let it be moved or left instead.",
    isReached: isOff,
    needsNothing: isOff,
  },
  start: {
    verb: "start",
    done: "runs",
    fix: "Start it in Proxmox VE and see what its task says.",
    isReached: isOn,
    needsNothing: isOn,
  },
  stop: {
    verb: "stop",
    done: "is off",
    fix: "See what its task says; another task may hold the guest.",
    isReached: isOff,
    needsNothing: isOff,
  },
  reboot: {
    verb: "reboot",
    done: "runs anew",
    fix: "Reboot it from inside, or stop and start it; see what its task says.",
    isReached: isOn,
    needsNothing: () => false,
  },
};

/** Ends a shut-down, a start or a restart, once, with its audit entry. */
export async function endPowerTask(task: PowerTask, { state, result, fix }: PowerEnd): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.powerTask.updateMany({
      where: { id: task.id, endedAt: null },
      data: { state, result, fix, endedAt: new Date(), trouble: null, troubleSince: null },
    });
    if (count === 0) return;
    const { action, vmid, node, upid, requestedBy } = task;
    await recordAudit(
      {
        viewer: null,
        action: `guest.${action}`,
        target: `guest:${vmid}`,
        details: { node, sentence: result, ...(upid && { upid }), ...(requestedBy && { requestedBy }) },
        result: state === "done" ? "ok" : "failed",
      },
      transaction,
    );
  });
}
