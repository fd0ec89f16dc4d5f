import "server-only";
import type { AutomationCluster } from "@/lib/api/automation";
import { cooldownOf } from "@/lib/automation/cooldown-of";
import { describeNativeBalancer } from "@/lib/automation/describe-native-balancer";
import { freezeUntil } from "@/lib/automation/freeze-until";
import { historyNeededMs } from "@/lib/automation/history-needed";
import { NOTHING_OBSERVED, observationState } from "@/lib/automation/observe-rounds";
import { scheduleState } from "@/lib/automation/schedule-state";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { readClusterRuns } from "./read-cluster-runs";
import { readMoveHistory } from "./read-move-history";
import { readNodeFacts } from "./read-node-facts";
import { type RunContext, readRunContext } from "./run-context";

interface NamedCluster {
  readonly id: string;
  readonly name: string;
  readonly pausedAt: Date | null;
}

/** Where automation of every cluster stands: what it waits for, and what holds it back. For everybody signed in. */
export async function readAutomation(_viewer: Viewer): Promise<readonly AutomationCluster[]> {
  const nowMs = Date.now();
  const clusters = await prisma.cluster.findMany({
    where: { removedAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true, pausedAt: true },
  });
  return await Promise.all(clusters.map((cluster) => readCluster(cluster, nowMs)));
}

async function readCluster(cluster: NamedCluster, nowMs: number): Promise<AutomationCluster> {
  const context = await readRunContext(cluster.id);
  const [runs, reading] = await Promise.all([
    readClusterRuns(cluster, context, nowMs),
    readSnapshot(cluster.id),
  ]);
  const { settings, schedule, pause } = context;
  const snapshot = reading?.snapshot ?? null;
  const acts = settings["automation.enabled"] && !settings["automation.dryRun"];
  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    enabled: settings["automation.enabled"],
    dryRun: settings["automation.dryRun"],
    intervalMinutes: settings["automation.intervalMinutes"],
    ...runs,
    paused: pause !== null,
    schedule: { ...scheduleState(schedule, nowMs), timeZone: schedule.timeZone },
    freeze: snapshot && (await readFreeze(snapshot, context, nowMs)),
    cooldowns: snapshot ? await readCooldowns(snapshot, context, nowMs) : [],
    observations: await readObservations(cluster.id, snapshot, context),
    nativeBalancer: snapshot && describeNativeBalancer(snapshot, acts),
  };
}

async function readFreeze(
  snapshot: Snapshot,
  { settings }: RunContext,
  nowMs: number,
): Promise<AutomationCluster["freeze"]> {
  const minutes = settings["automation.freezeMinutes"];
  const nodes = await readNodeFacts(snapshot, nowMs - minutes * 60_000);
  return freezeUntil(nodes, minutes, nowMs);
}

async function readCooldowns(
  snapshot: Snapshot,
  { settings }: RunContext,
  nowMs: number,
): Promise<AutomationCluster["cooldowns"]> {
  const history = await readMoveHistory(snapshot, nowMs - historyNeededMs(settings));
  return [...new Set(history.map(({ vmid }) => vmid))]
    .flatMap((vmid) => {
      const rest = cooldownOf(vmid, history, settings["automation.cooldownMinutes"]);
      if (rest === null || rest.untilMs <= nowMs) return [];
      const { untilMs, minutes, moves, last } = rest;
      return [
        {
          vmid,
          guestName: nameOf(vmid, snapshot),
          untilMs,
          minutes,
          moves,
          lastFrom: last.from,
          lastTo: last.to,
          lastEndedAtMs: last.endedAtMs,
        },
      ];
    })
    .sort((one, other) => other.untilMs - one.untilMs || one.vmid - other.vmid);
}

/** Their keys are those of `needKey`: guest, what it is for, and whom it concerns. */
async function readObservations(
  clusterId: string,
  snapshot: Snapshot | null,
  { settings }: RunContext,
): Promise<AutomationCluster["observations"]> {
  const stored = await prisma.automationState.findUnique({ where: { clusterId } });
  const { seen } = observationState.safeParse(stored?.observations).data ?? NOTHING_OBSERVED;
  return Object.entries(seen)
    .map(([key, { rounds, missed, firstSeenAtMs }]) => {
      const [vmid = "", need = "", ...subject] = key.split("/");
      return {
        vmid: Number(vmid),
        guestName: snapshot && nameOf(Number(vmid), snapshot),
        need,
        subject: subject.join("/"),
        rounds,
        roundsNeeded: settings["automation.observationRounds"],
        missed,
        firstSeenAtMs,
      };
    })
    .sort((one, other) => other.rounds - one.rounds || one.vmid - other.vmid);
}

function nameOf(vmid: number, { guests }: Snapshot): string | null {
  return guests.find((guest) => guest.vmid === vmid)?.name ?? null;
}
