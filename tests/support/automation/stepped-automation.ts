import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import type { ScenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { advanceRun } from "@/lib/server/automation/advance-run";
import { beginRuns } from "@/lib/server/automation/begin-runs";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { backfillCluster } from "@/lib/server/collection/backfill-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { maintainPartitions } from "@/lib/server/metrics/maintain-partitions";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { MOVE_TIMINGS } from "@/lib/server/moves/move-timings";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { startTestSimulator } from "@/tests/support/simulator";
import { DecisionReplay } from "./replay-decisions";
import { startSteppedTime } from "./stepped-time";
import { WatchedCluster } from "./watched-cluster";

const HOUR_MS = 3_600_000;
const SETTLED_AFTER_MS = 60_000;
/** A look or two at what is under way: nothing changes while the clock stands. */
const MOMENT = { ...MOVE_TIMINGS, pollMs: 100, sliceMs: 200 };
/** More turns than the moves of one moment need. */
const MOST_TURNS = 500;

export interface SteppedOptions {
  /** With the moment at which it begins. */
  readonly scenario: ScenarioInput & { readonly clock: string };
  readonly values: Readonly<Record<string, string | number | boolean>>;
  /** Whether the cluster's own records of the time before are read, as on first contact. */
  readonly withHistory: boolean;
  /** Unix seconds, in order. */
  readonly events?: readonly { readonly at: number; readonly event: ScenarioEvent }[];
}

export type SteppedAutomation = Awaited<ReturnType<typeof startSteppedAutomation>>;

/**
 * A connected cluster and the jobs of automation, with a clock that is stepped by hand: what is read, planned, decided and moved is the
 * product's own, with PostgreSQL and over HTTPS. Moments of which nothing happens take no time.
 */
export async function startSteppedAutomation({ scenario, values, withHistory, events = [] }: SteppedOptions) {
  const time = startSteppedTime(Date.parse(scenario.clock));
  const simulator = await startTestSimulator(scenario, { speed: 0 });
  const { id: clusterId } = await createCluster(aViewer(), {
    name: `stepped ${simulator.port}`,
    endpoints: [{ host: "127.0.0.1", port: simulator.port, fingerprint: simulator.fingerprint }],
    tokenId: simulator.tokenId,
    tokenSecret: simulator.tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 60,
    paused: false,
  });
  // A day's calls are made within minutes of the clock by which they are counted.
  const all = { "collection.callsPerMinute": 10_000, ...values };
  await updateSettings(aViewer({ role: "admin" }), { cluster: clusterId, values: all });
  const watched = new WatchedCluster(simulator);
  const replay = new DecisionReplay(watched, values);
  const coming = [...events];
  const step = (untilMs: number) => {
    const seconds = (untilMs - time.nowMs()) / 1_000;
    time.step(untilMs - time.nowMs());
    simulator.advance(seconds);
  };
  const keepHistory = async (fromMs: number) => {
    const nowMs = time.nowMs();
    if (
      Math.floor((nowMs - SETTLED_AFTER_MS) / HOUR_MS) === Math.floor((fromMs - SETTLED_AFTER_MS) / HOUR_MS)
    )
      return;
    await maintainPartitions(nowMs);
    await rollUpSamples(nowMs, { budgetMs: 60_000 });
  };

  await maintainPartitions(time.nowMs());
  await collectCluster(clusterId, { force: true });
  if (withHistory) while (!(await backfillCluster(clusterId)).done);
  return {
    clusterId,
    simulator,
    watched,
    runs: replay.runs,
    nowMs: time.nowMs,
    /** Lets time pass with all that happens meanwhile, reads the cluster, and carries out what the jobs have to do then. */
    pass: async (seconds: number): Promise<void> => {
      const startMs = time.nowMs();
      const endMs = startMs + seconds * 1_000;
      for (let next = coming[0]; next && next.at * 1_000 <= endMs; next = coming[0]) {
        coming.shift();
        step(Math.max(time.nowMs(), next.at * 1_000));
        await watched.happen(next.event, time.nowMs());
      }
      step(endMs);
      watched.look(endMs);
      await collectCluster(clusterId, { force: true });
      await keepHistory(startMs);
      await beginRuns(endMs);
      await carryOut(clusterId, (runId) => replay.replay(runId, endMs));
    },
    /** Whether a run or a move is under way. */
    isBusy: async (): Promise<boolean> =>
      (await activeRuns(clusterId)).length + (await activeMoves(clusterId)).length > 0,
    stop: async (): Promise<void> => {
      await closeTransport(clusterId);
      await simulator.stop();
      time.stop();
    },
  };
}

/** Takes runs and moves as far as they go at this moment. */
async function carryOut(clusterId: string, onDecided: (runId: string) => Promise<void>): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const runs = await activeRuns(clusterId);
    const moves = await activeMoves(clusterId);
    if (runs.length + moves.length === 0) return;
    const before = await readStand(clusterId);
    for (const { id, rounds } of runs) {
      await advanceRun(id, { sliceMs: 0, pollMs: 0 });
      const now = await prisma.automationRun.findUniqueOrThrow({ where: { id }, select: { rounds: true } });
      if (rounds === 0 && now.rounds === 1) await onDecided(id);
    }
    await Promise.all(moves.map(({ id }) => advanceMove(id, "stepped", MOMENT)));
    if ((await readStand(clusterId)) === before) return;
  }
  throw new Error("runs and moves go on without end");
}

async function activeRuns(clusterId: string) {
  return await prisma.automationRun.findMany({
    where: { clusterId, endedAt: null },
    select: { id: true, rounds: true },
  });
}

async function activeMoves(clusterId: string) {
  return await prisma.move.findMany({
    where: { clusterId, state: { notIn: [...FINAL_STATES, "unknown"] } },
    select: { id: true },
  });
}

/** Everything that a turn can change. */
async function readStand(clusterId: string): Promise<string> {
  const rows: unknown = await prisma.$queryRaw`
    SELECT (SELECT count(*) FROM move_transition)::int AS transitions,
           (SELECT count(*) FROM automation_run WHERE ended_at IS NOT NULL)::int AS ended,
           (SELECT coalesce(sum(rounds), 0) FROM automation_run)::int AS rounds,
           (SELECT count(*) FROM automation_decision WHERE move_id IS NOT NULL)::int AS asked,
           (SELECT count(*) FROM automation_decision WHERE action = 'pending')::int AS pending,
           (SELECT string_agg(state || coalesce(task_upid, '') || coalesce(intent_id::text, ''), ',' ORDER BY id)
              FROM move WHERE cluster_id = ${clusterId}::uuid AND ended_at IS NULL) AS moves`;
  return JSON.stringify(rows);
}
