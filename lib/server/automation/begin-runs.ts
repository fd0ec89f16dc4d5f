import "server-only";
import { type AutomationSettings, automationSettingsFrom } from "@/lib/automation/automation-settings";
import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { readPause } from "@/lib/server/engine/read-pause";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { Prisma } from "@/prisma/generated/client";
import { findRunningPlan } from "./find-running-plan";
import { isRunDue } from "./next-run";
import { wakeRun } from "./wake-run";

/** A run under way gives a sign of life with every step. */
const SILENT_MS = 45_000;

/**
 * Begins a run for every cluster whose interval has passed, and wakes runs that nobody carries on with. A cluster in which Evenkeel is
 * paused, or carries out an approved plan, gets none. However often and in however many processes this is called, an interval has one run.
 */
export async function beginRuns(nowMs: number): Promise<{ readonly begun: number; readonly woken: number }> {
  let begun = 0;
  for (const { id } of await listActiveClusters()) if (await beginRun(id, nowMs)) begun += 1;
  const silent = await prisma.automationRun.findMany({
    where: { endedAt: null, heartbeatAt: { lt: new Date(nowMs - SILENT_MS) } },
    select: { id: true },
  });
  for (const { id } of silent) await wakeRun(id);
  return { begun, woken: silent.length };
}

async function beginRun(clusterId: string, nowMs: number): Promise<boolean> {
  const settings = automationSettingsFrom(await readSettings(clusterId));
  if (!settings["automation.enabled"]) return false;
  if ((await readPause(clusterId)) !== null || (await findRunningPlan(clusterId)) !== null) return false;
  const runId = await store(clusterId, settings, nowMs).catch((error: unknown) => {
    // A run of this cluster is under way; the next minute looks again.
    if (isUniqueViolation(error)) return null;
    throw error;
  });
  if (runId !== null) await wakeRun(runId);
  return runId !== null;
}

/** Looks and stores under one lock: a second process sees the run that the first has begun. */
async function store(clusterId: string, settings: AutomationSettings, nowMs: number): Promise<string | null> {
  return await prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('evenkeel-automation'), hashtext(${clusterId}))`;
    const lastStartMs = await findLastStartMs(clusterId, transaction);
    if (!isRunDue(lastStartMs, settings["automation.intervalMinutes"], nowMs)) return null;
    const { id } = await transaction.automationRun.create({
      data: {
        clusterId,
        trigger: "interval",
        requestedBy: "Evenkeel",
        dryRun: settings["automation.dryRun"],
        startedAt: new Date(nowMs),
        sentence: "It is about to decide.",
      },
      select: { id: true },
    });
    return id;
  });
}

/** When the last run that nobody asked for began; null before the first. */
export async function findLastStartMs(
  clusterId: string,
  client: Pick<Prisma.TransactionClient, "automationRun"> = prisma,
): Promise<number | null> {
  const last = await client.automationRun.findFirst({
    where: { clusterId, trigger: "interval" },
    orderBy: { startedAt: "desc" },
    select: { startedAt: true },
  });
  return last?.startedAt.getTime() ?? null;
}
