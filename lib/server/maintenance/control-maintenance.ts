import "server-only";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { canMoveGuests, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { cancelMove } from "@/lib/server/moves/cancel-move";
import type { Maintenance } from "@/prisma/generated/client";
import { isBeingEmptied, isComingHome } from "./advance-maintenance";
import { callOffWaiting } from "./call-off-waiting";
import { findMaintenance } from "./find-maintenance";
import { readMaintenance } from "./read-maintenance";
import { recordStep } from "./record-step";
import { wakeMaintenance } from "./wake-maintenance";

type Job = "evacuation" | "home";

/** Nothing further is begun; what is under way ends. */
export async function pauseMaintenance(viewer: Viewer, id: string): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "pause an evacuation");
  const maintenance = await findMaintenance(id);
  const job = jobOf(maintenance, ["running", "blocked"]);
  if (!job) throw new AppError("conflict", nothingTo(maintenance, "pause"));
  await change(viewer, maintenance, { job, to: "paused", action: "maintenance.pause", verb: "paused" });
  await callOffWaiting(maintenance, job);
  await wakeMaintenance(id);
  return await readMaintenance(id);
}

/** Goes on where it was paused, or tries again what was left; earlier failures do not count any more. */
export async function resumeMaintenance(viewer: Viewer, id: string): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "resume an evacuation");
  const maintenance = await findMaintenance(id);
  const job = jobOf(maintenance, ["paused", "blocked"]);
  if (!job) throw new AppError("conflict", nothingTo(maintenance, "resume"));
  await change(viewer, maintenance, { job, to: "running", action: "maintenance.resume", verb: "resumed" });
  await wakeMaintenance(id);
  return await readMaintenance(id);
}

/** Calls the evacuation or the way home off. The node stays in maintenance, and guests that have left stay where they are. */
export async function cancelMaintenance(
  viewer: Viewer,
  id: string,
  running: "finish" | "stop",
): Promise<MaintenanceDetail> {
  refuseUnless(canMoveGuests(viewer), viewer, "call an evacuation off");
  const maintenance = await findMaintenance(id);
  const job = jobOf(maintenance, ["running", "blocked", "paused"]);
  if (job)
    await change(viewer, maintenance, {
      job,
      to: "cancelling",
      action: "maintenance.cancel",
      verb: "called off",
    });
  else if (running !== "stop" || !jobOf(maintenance, ["cancelling"]))
    throw new AppError("conflict", nothingTo(maintenance, "call off"));
  const called = job ?? (maintenance.home === "cancelling" ? "home" : "evacuation");
  await callOffWaiting(maintenance, called);
  if (running === "stop") await stopMoves(viewer, maintenance, called);
  await wakeMaintenance(id);
  return await readMaintenance(id);
}

/** The job that is in one of these states. */
function jobOf(maintenance: Maintenance, states: readonly string[]): Job | null {
  if (isComingHome(maintenance)) return states.includes(maintenance.home) ? "home" : null;
  if (isBeingEmptied(maintenance)) return states.includes(maintenance.evacuation) ? "evacuation" : null;
  return null;
}

function nothingTo({ node, evacuation, home, endedAt }: Maintenance, verb: string): string {
  if (endedAt !== null && home === "none")
    return `The maintenance of ${node} has ended; there is nothing to ${verb}.`;
  const state = endedAt === null ? evacuation : home;
  return `There is nothing to ${verb} on ${node} (${state}).`;
}

interface Change {
  readonly job: Job;
  readonly to: "paused" | "running" | "cancelling";
  readonly action: string;
  readonly verb: string;
}

async function change(
  viewer: Viewer,
  maintenance: Maintenance,
  { job, to, action, verb }: Change,
): Promise<void> {
  const { node, evacuation, home } = maintenance;
  const again = to === "running" ? new Date() : undefined;
  const isHome = job === "home";
  const made = await recordStep({
    maintenance,
    where: isHome ? { home } : { evacuation, endedAt: null },
    changes: {
      trouble: null,
      ...(isHome ? { home: to } : { evacuation: to }),
      ...(again && (isHome ? { homeTriesSince: again } : { triesSince: again, evacuationEndedAt: null })),
    },
    action,
    viewer,
    kind: "evacuation-changed",
    sentence: `${viewer.username} ${verb} ${isHome ? `the way home of the guests of ${node}` : `the evacuation of ${node}`}.`,
  });
  if (!made) throw new AppError("conflict", "It went on in this very moment; look again.");
}

async function stopMoves(viewer: Viewer, { id, clusterId }: Maintenance, job: Job): Promise<void> {
  const moves = await prisma.move.findMany({
    where: { clusterId, batchId: id, source: job, state: { in: ["preflight", "submitting", "running"] } },
    select: { id: true },
  });
  for (const move of moves) {
    await cancelMove(viewer, move.id).catch((error: unknown) => {
      // It has just ended by itself.
      if (!(error instanceof AppError)) throw error;
    });
  }
}
