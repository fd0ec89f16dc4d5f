import "server-only";
import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import type { Maintenance, MaintenanceGuest } from "@/prisma/generated/client";
import { guestsOn } from "./guests-on";
import type { MaintenanceTimings } from "./maintenance-timings";
import { emptyWords } from "./maintenance-words";
import { PASSING_REFUSALS } from "./passing-refusals";
import { recordStep } from "./record-step";
import type { RowChange } from "./save-rows";
import { settledReading } from "./settled-reading";
import type { TurnEnd } from "./turn-end";
import type { TurnFacts } from "./turn-facts";

/** Nothing is under way and nothing can be begun: the node is empty, or what is left says why. */
export async function concludeEvacuation(
  facts: TurnFacts,
  changes: ReadonlyMap<number, RowChange>,
  timings: MaintenanceTimings,
): Promise<TurnEnd> {
  const { maintenance, rows } = facts;
  const now = rows.map((row) => ({ ...row, ...changes.get(row.vmid) }));
  if (now.some(({ state }) => state === "waiting")) return { ended: false, pauseMs: timings.idleMs };
  const blocked = now.filter(({ state }) => state === "blocked");
  if (mayPass(facts, blocked, timings)) return { ended: false, pauseMs: timings.idleMs };
  if (blocked.length > 0) return await endBlocked(maintenance, blocked);
  return await endEmpty(maintenance, now, timings);
}

/** Something that passes by itself is waited for a while before it is told. */
function mayPass(
  { maintenance, moves, powers }: TurnFacts,
  blocked: readonly MaintenanceGuest[],
  { passingMs }: MaintenanceTimings,
): boolean {
  if (maintenance.evacuation !== "running") return false;
  if (!blocked.some(({ code }) => PASSING_REFUSALS.has(code ?? ""))) return false;
  const ends = [...moves, ...powers].map(({ endedAt }) => endedAt);
  const last = Math.max(...[maintenance.triesSince, ...ends].map((moment) => moment?.getTime() ?? 0));
  return Date.now() - last < passingMs;
}

async function endBlocked(maintenance: Maintenance, blocked: readonly MaintenanceGuest[]): Promise<TurnEnd> {
  if (maintenance.evacuation === "blocked") return { ended: true, pauseMs: 0 };
  const guests = blocked.length === 1 ? "1 guest keeps" : `${blocked.length} guests keep`;
  const [first] = blocked;
  await recordStep({
    maintenance,
    where: { evacuation: "running" },
    changes: { evacuation: "blocked", evacuationEndedAt: new Date(), secondsLeft: null, wavesLeft: null },
    action: "maintenance.blocked",
    kind: "evacuation-ended",
    severity: "warning",
    sentence:
      `${guests} ${maintenance.node} from being empty. ${first?.detail ?? ""} ${first?.fix ?? ""}`.trim(),
  });
  return { ended: true, pauseMs: 0 };
}

/** The cluster is read once more, and every guest on the node must be one that stays on purpose. */
async function endEmpty(
  maintenance: Maintenance,
  rows: readonly MaintenanceGuest[],
  timings: MaintenanceTimings,
): Promise<TurnEnd> {
  const { clusterId, node } = maintenance;
  const snapshot = await settledReading(clusterId, Date.now());
  const underWay = await prisma.move.count({
    where: {
      clusterId,
      state: { notIn: [...FINAL_STATES] },
      OR: [{ fromNode: node }, { toNode: node }],
    },
  });
  const unexpected = guestsOn(snapshot, node).filter((guest) => !isMeant(guest, rows));
  if (underWay > 0 || unexpected.length > 0) return { ended: false, pauseMs: timings.pauseMs };
  await recordStep({
    maintenance,
    where: { evacuation: { in: ["running", "blocked"] } },
    changes: { evacuation: "empty", evacuationEndedAt: new Date(), secondsLeft: null, wavesLeft: null },
    action: "maintenance.empty",
    kind: "evacuation-ended",
    sentence: emptyWords(node, guestsOn(snapshot, node)),
  });
  return { ended: true, pauseMs: 0 };
}

function isMeant(guest: Guest, rows: readonly MaintenanceGuest[]): boolean {
  const row = rows.find(({ vmid }) => vmid === guest.vmid);
  if (row?.state === "left") return true;
  return row?.state === "shut-down" && !holdsResources(guest);
}
