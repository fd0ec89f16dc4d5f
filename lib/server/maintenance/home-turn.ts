import "server-only";
import type { Maintenance, MaintenanceGuest } from "@/prisma/generated/client";
import { concludeHome } from "./conclude-home";
import { holdStill } from "./hold-still";
import type { MaintenanceTimings } from "./maintenance-timings";
import { PASSING_REFUSALS } from "./passing-refusals";
import { planReturn } from "./plan-departure";
import { forecast } from "./plan-turn";
import { advancePowerTasks, beginPowerTasks } from "./power/power-tasks";
import { readClaims } from "./read-claims";
import { requestWave } from "./request-wave";
import { type RowChange, saveRows } from "./save-rows";
import { type SettledHome, settleHome } from "./settle-home";
import { noteForecast, noteTrouble, type TurnEnd } from "./turn-end";
import { movesOf, readTurnFacts, type TurnFacts, underWayOf } from "./turn-facts";
import { whatHolds } from "./what-holds";

/** One look at guests that come home: those that were shut down are started first, then the others are moved. */
export async function homeTurn(maintenance: Maintenance, timings: MaintenanceTimings): Promise<TurnEnd> {
  await advancePowerTasks(maintenance.id, timings);
  const all = await readTurnFacts(maintenance, "home");
  const facts = { ...all, rows: all.rows.filter(({ homeWanted }) => homeWanted) };
  const settled = await settleAll(facts, timings);
  const changes = new Map<number, RowChange>(
    [...settled].map(([vmid, { wants: _, ...change }]) => [vmid, change]),
  );
  const isBusy = [...settled.values()].some(({ home }) => home === "under-way");
  if (maintenance.home !== "running") {
    const calledOff = `The way home of the guests of ${maintenance.node} has ended as it was called off.`;
    return await holdStill(facts, changes, { job: "home", isBusy, calledOff, timings });
  }
  const held = await whatHolds(facts, "The way home");
  await noteTrouble(maintenance, held);
  if (held !== null) {
    await saveRows(facts.rows, changes);
    return { ended: false, pauseMs: timings.idleMs };
  }
  const begun = await beginPowerTasks(facts, wanting(settled, "start"), "start", timings);
  const starting = [...settled.values()].some(({ home, homeMoveId }) => home === "under-way" && !homeMoveId);
  const going = starting || begun > 0 ? [] : wanting(settled, "move");
  const planned = await planHomeTurn(facts, going, timings);
  for (const [vmid, change] of planned.changes) changes.set(vmid, { ...changes.get(vmid), ...change });
  await saveRows(facts.rows, changes);
  await noteForecast(maintenance, planned);
  if (isBusy || begun > 0 || planned.asked > 0 || planned.waiting > 0)
    return { ended: false, pauseMs: timings.pauseMs };
  return await concludeHome(facts, changes, planned.passing ? timings : { ...timings, passingMs: 0 });
}

async function settleAll(
  facts: TurnFacts,
  { mostTries }: MaintenanceTimings,
): Promise<ReadonlyMap<number, SettledHome>> {
  const { maintenance, snapshot, rows, powers } = facts;
  const guests = new Map(snapshot.guests.map((guest) => [guest.vmid, guest]));
  const { elsewhere } = await readClaims(maintenance, rows);
  return new Map(
    rows.map((row) => [
      row.vmid,
      settleHome({
        row,
        guest: guests.get(row.vmid) ?? null,
        moves: movesOf(facts, row.vmid),
        powers: powers.filter(({ vmid }) => vmid === row.vmid),
        claim: elsewhere.get(row.vmid) ?? null,
        readAtMs: snapshot.readAtMs,
        since: maintenance.homeTriesSince,
        mostTries,
      }),
    ]),
  );
}

function wanting(settled: ReadonlyMap<number, SettledHome>, what: SettledHome["wants"]): readonly number[] {
  return [...settled].filter(([, { wants }]) => wants === what).map(([vmid]) => vmid);
}

interface PlannedHomeTurn {
  readonly changes: ReadonlyMap<number, RowChange>;
  readonly asked: number;
  readonly waiting: number;
  /** Something that passes by itself keeps a guest from going. */
  readonly passing: boolean;
  readonly seconds: number | null;
  readonly waves: number | null;
}

const NOTHING: PlannedHomeTurn = {
  changes: new Map(),
  asked: 0,
  waiting: 0,
  passing: false,
  seconds: null,
  waves: null,
};

async function planHomeTurn(
  facts: TurnFacts,
  wanted: readonly number[],
  timings: MaintenanceTimings,
): Promise<PlannedHomeTurn> {
  if (wanted.length === 0) return NOTHING;
  const { maintenance, rows } = facts;
  const origins = new Map(rows.map(({ vmid, fromNode }) => [vmid, fromNode] as const));
  const going = new Map([...origins].filter(([vmid]) => wanted.includes(vmid)));
  const { plan } = await planReturn(maintenance.clusterId, going, underWayOf(facts));
  const resting = restingGuests(facts, rows, timings);
  const reason = `${maintenance.homeBy ?? "Evenkeel"} brings the guests of ${maintenance.node} home.`;
  const wave = { facts, job: "home", planned: plan.moves, resting, reason } as const;
  const { asked, refused, waiting } =
    plan.moves.length > 0
      ? await requestWave(wave)
      : { asked: 0, refused: new Map<number, string>(), waiting: 0 };
  const changes = new Map(
    wanted.map((vmid): [number, RowChange] => {
      const isPlanned = plan.moves.some((move) => move.vmid === vmid);
      const why =
        refused.get(vmid) ??
        plan.notMoved.find((one) => one.vmid === vmid)?.detail ??
        "No way was found to bring it home as the cluster is now.";
      if (isPlanned && !refused.has(vmid)) return [vmid, { home: "away", homeReason: null }];
      return [vmid, { home: "blocked", homeReason: why }];
    }),
  );
  const passing =
    refused.size > 0 || plan.notMoved.some((one) => going.has(one.vmid) && PASSING_REFUSALS.has(one.reason));
  return { changes, asked, waiting, passing, ...forecast(plan.moves) };
}

/** A guest whose move home has just failed waits a little. */
function restingGuests(
  facts: TurnFacts,
  rows: readonly MaintenanceGuest[],
  { retryMs }: MaintenanceTimings,
): ReadonlySet<number> {
  const nowMs = Date.now();
  return new Set(
    rows.flatMap(({ vmid }) => {
      const newest = movesOf(facts, vmid)[0];
      const isFresh = nowMs - (newest?.endedAt?.getTime() ?? 0) < retryMs;
      return newest?.state === "failed" && isFresh ? [vmid] : [];
    }),
  );
}
