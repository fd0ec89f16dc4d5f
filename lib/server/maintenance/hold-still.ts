import "server-only";
import { callOffWaiting } from "./call-off-waiting";
import type { MaintenanceTimings } from "./maintenance-timings";
import { recordStep } from "./record-step";
import { type RowChange, saveRows } from "./save-rows";
import type { TurnEnd } from "./turn-end";
import type { TurnFacts } from "./turn-facts";

interface Holding {
  readonly job: "evacuation" | "home";
  /** Something of it is under way. */
  readonly isBusy: boolean;
  /** One sentence for its end, should it have been called off. */
  readonly calledOff: string;
  readonly timings: MaintenanceTimings;
}

const KINDS = { evacuation: "evacuation-ended", home: "home-coming-ended" } as const;

/** A job that is paused or called off begins nothing new; what is under way is followed to its end. */
export async function holdStill(
  { maintenance, rows }: TurnFacts,
  changes: ReadonlyMap<number, RowChange>,
  { job, isBusy, calledOff, timings }: Holding,
): Promise<TurnEnd> {
  await saveRows(rows, changes);
  const left = await callOffWaiting(maintenance, job);
  if (isBusy || left > 0) return { ended: false, pauseMs: timings.pauseMs };
  if (maintenance[job] === "paused") return { ended: true, pauseMs: 0 };
  await recordStep({
    maintenance,
    where: { [job]: "cancelling" },
    changes: { [job]: "cancelled", [`${job}EndedAt`]: new Date(), secondsLeft: null, wavesLeft: null },
    action: "maintenance.cancelled",
    kind: KINDS[job],
    sentence: calledOff,
  });
  return { ended: true, pauseMs: 0 };
}
