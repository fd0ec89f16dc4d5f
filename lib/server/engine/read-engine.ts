import "server-only";
import type { EngineClusterRow, EnginePauseRow, EngineState } from "@/lib/api/engine";
import type { Viewer } from "@/lib/server/auth/viewer";
import { type ClusterRuns, readClusterRuns } from "@/lib/server/automation/read-cluster-runs";
import { type RunContext, readRunContext } from "@/lib/server/automation/run-context";
import { prisma } from "@/lib/server/db/prisma";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import packageJson from "@/package.json";
import { EVERYWHERE, pauseSentence } from "./read-pause";

interface NamedCluster {
  readonly id: string;
  readonly name: string;
  readonly pausedAt: Date | null;
}

/** What Evenkeel does by itself: everywhere, and in each cluster. For everybody signed in. */
export async function readEngine(_viewer: Viewer): Promise<EngineState> {
  const nowMs = Date.now();
  const [clusters, pauses, jobs, moves] = await Promise.all([
    prisma.cluster.findMany({
      where: { removedAt: null },
      orderBy: { name: "asc" },
      select: { id: true, name: true, pausedAt: true },
    }),
    prisma.enginePause.findMany({ orderBy: { at: "asc" } }),
    prisma.jobSchedule.aggregate({ _max: { lastFiredAt: true } }),
    prisma.move.groupBy({
      by: ["clusterId"],
      where: { state: { notIn: [...FINAL_STATES] } },
      _count: { _all: true },
    }),
  ]);
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const activeMoves = new Map(moves.map(({ clusterId, _count }) => [clusterId, _count._all]));
  return {
    version: packageJson.version,
    lastJobAtMs: jobs._max.lastFiredAt?.getTime() ?? null,
    pauses: pauses.flatMap(({ scope, by, at, reason, byFailure }): readonly EnginePauseRow[] => {
      const isEverywhere = scope === EVERYWHERE;
      if (!isEverywhere && !names.has(scope)) return [];
      return [
        {
          scope: isEverywhere ? "all" : "cluster",
          clusterId: isEverywhere ? null : scope,
          clusterName: names.get(scope) ?? null,
          by,
          atMs: at.getTime(),
          reason,
          byFailure,
        },
      ];
    }),
    clusters: await Promise.all(
      clusters.map((cluster) => readCluster(cluster, activeMoves.get(cluster.id) ?? 0, nowMs)),
    ),
  };
}

async function readCluster(
  cluster: NamedCluster,
  activeMoves: number,
  nowMs: number,
): Promise<EngineClusterRow> {
  const context = await readRunContext(cluster.id);
  const runs = await readClusterRuns(cluster, context, nowMs);
  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    ...doingOf(cluster, context, runs),
    enabled: context.settings["automation.enabled"],
    dryRun: context.settings["automation.dryRun"],
    activeMoves,
    activeRunId: runs.activeRun?.id ?? null,
    nextRunAtMs: runs.nextRunAtMs,
    lastRun: runs.lastRun,
  };
}

function doingOf(
  { name, pausedAt }: NamedCluster,
  { settings, pause }: RunContext,
  { activeRun }: ClusterRuns,
): Pick<EngineClusterRow, "activity" | "sentence"> {
  if (activeRun) {
    const kind = activeRun.dryRun ? "A dry run" : "A run";
    return { activity: "running", sentence: `${kind} is under way. ${activeRun.sentence}` };
  }
  if (pause) return { activity: "paused", sentence: pauseSentence(pause) };
  if (pausedAt !== null)
    return { activity: "paused", sentence: `The connection ${name} is paused, so nothing is read or moved.` };
  if (!settings["automation.enabled"])
    return { activity: "off", sentence: "Automation is off: only runs that a person starts." };
  const sentence = settings["automation.dryRun"]
    ? "It waits for its next run, which is a dry run."
    : "It waits for its next run.";
  return { activity: "waiting", sentence };
}
