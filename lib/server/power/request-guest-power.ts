import "server-only";
import type { PowerActionName, PowerInput, PowerTaskRow } from "@/lib/api/power";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canPowerGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readVisibleReadings } from "@/lib/server/live/read-visible-readings";
import { POWER_WORDS } from "@/lib/server/maintenance/power/end-power-task";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { guestWords } from "@/lib/server/moves/move-words";
import { openCluster } from "@/lib/server/moves/open-cluster";
import { powerRowFrom } from "./read-power-tasks";
import { wakePowerTask } from "./wake-power-task";

interface PowerOrder extends PowerInput {
  readonly clusterId: string;
  readonly vmid: number;
}

/**
 * Asks for a guest to be started, shut down, rebooted or stopped. It is checked as far as the newest reading tells, stored,
 * and carried out by the jobs: Proxmox VE is asked once.
 *
 * @throws AppError with a sentence; nothing was started then
 */
export async function requestGuestPower(viewer: Viewer, order: PowerOrder): Promise<PowerTaskRow> {
  refuseUnless(canPowerGuests(viewer), viewer, "start or stop guests");
  const { clusterId, vmid, action } = order;
  const [reading] = await readVisibleReadings(viewer, clusterId);
  if (!reading) throw new AppError("not_found", "There is no reading of this cluster yet.");
  await openCluster(clusterId);
  const guest = reading.snapshot.guests.find((candidate) => candidate.vmid === vmid);
  if (!guest) throw new AppError("not_found", `The cluster has no guest ${vmid}.`);
  const objection = objectionTo(order, guest, reading.snapshot);
  if (objection !== null) throw new AppError("conflict", `${objection} Nothing was started.`);
  await refuseWhileMoving(order, guest);

  const task = await store(viewer, order, guest);
  await wakePowerTask(task.id);
  return powerRowFrom({ ...task, action });
}

const VERBS: Readonly<Record<PowerActionName, string>> = {
  start: POWER_WORDS.start.verb,
  shutdown: POWER_WORDS.shutdown.verb,
  reboot: POWER_WORDS.reboot.verb,
  stop: POWER_WORDS.stop.verb,
};

/** What the newest reading has against it. Whether the guest is on or off is asked of Proxmox VE at the moment itself. */
function objectionTo({ action, node }: PowerOrder, guest: Guest, { nodes }: Snapshot): string | null {
  const who = guestWords(guest);
  if (guest.template) return `${who} is a template.`;
  if (node !== undefined && node !== guest.node)
    return `${who} is not on ${node} any more but on ${guest.node}.`;
  const host = nodes.find(({ name }) => name === guest.node);
  if (host && host.status !== "online") return `${guest.node}, on which ${who} is, is ${host.status}.`;
  if (guest.lock !== null) return `${who} is locked (${guest.lock}).`;
  if (action === "reboot" && guest.status === "stopped") return `${who} is off: start it instead.`;
  return null;
}

async function refuseWhileMoving({ clusterId, vmid, action }: PowerOrder, guest: Guest): Promise<void> {
  const move = await prisma.move.findFirst({
    where: { clusterId, vmid, state: { notIn: [...FINAL_STATES] } },
    select: { toNode: true },
  });
  if (!move) return;
  throw new AppError(
    "conflict",
    `${guestWords(guest)} is being moved to ${move.toNode}; ${VERBS[action]} it when that has ended. Nothing was started.`,
  );
}

async function store(viewer: Viewer, { clusterId, vmid, action }: PowerOrder, guest: Guest) {
  try {
    return await prisma.$transaction(async (transaction) => {
      const task = await transaction.powerTask.create({
        data: {
          clusterId,
          vmid,
          guestKind: guest.kind,
          node: guest.node,
          action,
          requestedBy: viewer.username,
          requestedById: viewer.userId,
        },
      });
      const details = { action, guest: guestWords(guest), node: guest.node };
      await recordAudit({ viewer, action: "guest.power", target: `guest:${vmid}`, details }, transaction);
      return task;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", await alreadyAsked(clusterId, vmid, guest));
  }
}

async function alreadyAsked(clusterId: string, vmid: number, guest: Guest): Promise<string> {
  const other = await prisma.powerTask.findFirst({ where: { clusterId, vmid, endedAt: null } });
  const verb = other ? VERBS[powerRowFrom(other).action] : "do something else";
  const who = other?.requestedBy ?? "a maintenance";
  return `${guestWords(guest)} was asked to ${verb} by ${who} already, and that has not ended. Nothing was started.`;
}
