import "server-only";
import type { AutomationRunRow } from "@/lib/api/automation";
import { prisma } from "@/lib/server/db/prisma";
import { findLastStartMs } from "./begin-runs";
import { nextRunMs } from "./next-run";
import type { RunContext } from "./run-context";
import { runRowsFrom, WITH_NAME } from "./run-row";

export interface ClusterRuns {
  readonly activeRun: AutomationRunRow | null;
  /** The last that has ended. */
  readonly lastRun: AutomationRunRow | null;
  /** Null while it does not run by itself. */
  readonly nextRunAtMs: number | null;
}

/** The run that is under way in a cluster, the one before and the one to come. */
export async function readClusterRuns(
  { id, pausedAt }: { readonly id: string; readonly pausedAt: Date | null },
  { settings, pause }: RunContext,
  nowMs: number,
): Promise<ClusterRuns> {
  const [active, last, lastStartMs] = await Promise.all([
    prisma.automationRun.findFirst({
      where: { clusterId: id, endedAt: null },
      include: WITH_NAME,
    }),
    prisma.automationRun.findFirst({
      where: { clusterId: id, endedAt: { not: null } },
      orderBy: { startedAt: "desc" },
      include: WITH_NAME,
    }),
    findLastStartMs(id),
  ]);
  const rows = await runRowsFrom([active, last].flatMap((run) => run ?? []));
  const runsByItself = settings["automation.enabled"] && pause === null && pausedAt === null;
  return {
    activeRun: rows.find((run) => run.id === active?.id) ?? null,
    lastRun: rows.find((run) => run.id === last?.id) ?? null,
    nextRunAtMs: runsByItself ? nextRunMs(lastStartMs, settings["automation.intervalMinutes"], nowMs) : null,
  };
}
