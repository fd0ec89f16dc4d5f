import "server-only";
import type { MaintenanceTimings } from "./maintenance-timings";
import { countGuests, listGuests } from "./maintenance-words";
import { recordStep } from "./record-step";
import type { RowChange } from "./save-rows";
import type { TurnEnd } from "./turn-end";
import type { TurnFacts } from "./turn-facts";

/** Nothing is under way and nothing can be begun: all are home, or each that is not says why. */
export async function concludeHome(
  { maintenance, rows }: TurnFacts,
  changes: ReadonlyMap<number, RowChange>,
  timings: MaintenanceTimings,
): Promise<TurnEnd> {
  const now = rows.map((row) => ({ ...row, ...changes.get(row.vmid) }));
  const away = now.filter(({ home }) => home === "blocked" || home === "away");
  // A backup or a lock passes by itself.
  const sinceMs = maintenance.homeTriesSince?.getTime() ?? 0;
  if (away.length > 0 && Date.now() - sinceMs < timings.passingMs)
    return { ended: false, pauseMs: timings.idleMs };
  const home = now.filter((row) => row.home === "home").length;
  const sentence =
    away.length === 0
      ? `${countGuests(home)} of ${maintenance.node} ${home === 1 ? "is" : "are"} home again.`
      : `${countGuests(home)} of ${maintenance.node} ${home === 1 ? "is" : "are"} home again; ${listGuests(away)} ${away.length === 1 ? "is" : "are"} not. ${away[0]?.homeReason ?? ""}`.trim();
  await recordStep({
    maintenance,
    where: { home: "running" },
    changes: {
      home: away.length === 0 ? "done" : "partial",
      homeEndedAt: new Date(),
      secondsLeft: null,
      wavesLeft: null,
    },
    action: "maintenance.home",
    kind: "home-coming-ended",
    severity: away.length === 0 ? "info" : "warning",
    sentence,
  });
  return { ended: true, pauseMs: 0 };
}
