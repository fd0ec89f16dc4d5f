import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import type { Maintenance } from "@/prisma/generated/client";
import { concludeEvacuation } from "./conclude-evacuation";
import { holdStill } from "./hold-still";
import type { MaintenanceTimings } from "./maintenance-timings";
import { countGuests } from "./maintenance-words";
import { planTurn } from "./plan-turn";
import { advancePowerTasks, beginPowerTasks } from "./power/power-tasks";
import { type RowChange, saveRows } from "./save-rows";
import { type SettledGuest, settleGuest } from "./settle-guest";
import { takeGuestsIn } from "./take-guests-in";
import { noteForecast, noteTrouble, type TurnEnd } from "./turn-end";
import { movesOf, readTurnFacts, type TurnFacts } from "./turn-facts";
import { whatHolds } from "./what-holds";

/** One look at a node that is being emptied: what became of what was asked for, and what is asked for next. */
export async function evacuationTurn(
  maintenance: Maintenance,
  timings: MaintenanceTimings,
): Promise<TurnEnd> {
  await advancePowerTasks(maintenance.id, timings);
  const facts = await takeGuestsIn(await readTurnFacts(maintenance, "evacuation"));
  const settled = settleAll(facts, timings);
  const changes = new Map<number, RowChange>([...settled].map(([vmid, guest]) => [vmid, toChange(guest)]));
  const isBusy = [...settled.values()].some(({ state }) => state === "under-way");
  if (maintenance.evacuation === "cancelling" || maintenance.evacuation === "paused")
    return await holdStill(facts, changes, {
      job: "evacuation",
      isBusy,
      calledOff: calledOffSentence(facts, changes),
      timings,
    });
  const held = await whatHolds(facts, "The evacuation");
  await noteTrouble(maintenance, held);
  if (held !== null) {
    await saveRows(facts.rows, changes);
    return { ended: maintenance.evacuation === "blocked", pauseMs: timings.idleMs };
  }
  const begun = await beginPowerTasks(facts, wanting(settled, "shutdown"), "shutdown", timings);
  const planned = await planTurn(facts, wanting(settled, "move"), timings);
  for (const [vmid, change] of planned.changes) changes.set(vmid, { ...changes.get(vmid), ...change });
  await saveRows(facts.rows, changes);
  await noteForecast(maintenance, planned);
  const isActive = isBusy || begun > 0 || planned.asked > 0;
  if (isActive || planned.waiting > 0) {
    await goOn(maintenance);
    return { ended: false, pauseMs: timings.pauseMs };
  }
  return await concludeEvacuation(facts, changes, timings);
}

function settleAll(facts: TurnFacts, { mostTries }: MaintenanceTimings): ReadonlyMap<number, SettledGuest> {
  const { maintenance, snapshot, rows, powers } = facts;
  const guests = new Map(snapshot.guests.map((guest) => [guest.vmid, guest]));
  const node = snapshot.nodes.find(({ name }) => name === maintenance.node);
  return new Map(
    rows.map((row) => [
      row.vmid,
      settleGuest({
        row,
        guest: guests.get(row.vmid) ?? null,
        moves: movesOf(facts, row.vmid),
        powers: powers.filter(({ vmid }) => vmid === row.vmid),
        maintenance,
        readAtMs: snapshot.readAtMs,
        native: node?.haState === "maintenance",
        mostTries,
      }),
    ]),
  );
}

function wanting(settled: ReadonlyMap<number, SettledGuest>, what: SettledGuest["wants"]): readonly number[] {
  return [...settled].filter(([, { wants }]) => wants === what).map(([vmid]) => vmid);
}

function toChange({ wants: _, ...change }: SettledGuest): RowChange {
  const isAtRest = change.state !== "waiting";
  return { ...change, ...(isAtRest && { wave: null, seconds: null }) };
}

function calledOffSentence(
  { maintenance, rows }: TurnFacts,
  changes: ReadonlyMap<number, RowChange>,
): string {
  const left = rows.filter(({ vmid }) => isThere(changes.get(vmid)?.state)).length;
  return `The evacuation of ${maintenance.node} has ended as it was called off; ${countGuests(left)} stayed on it.`;
}

function isThere(state: string | undefined): boolean {
  return state === "waiting" || state === "blocked" || state === "left" || state === "shut-down";
}

/** It was at its end with blockers, and something goes again. */
async function goOn({ id, evacuation }: Maintenance): Promise<void> {
  if (evacuation !== "blocked") return;
  await prisma.maintenance.updateMany({
    where: { id, evacuation: "blocked" },
    data: { evacuation: "running", evacuationEndedAt: null },
  });
}
