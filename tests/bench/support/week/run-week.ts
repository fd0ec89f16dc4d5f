import { automationScheduleFrom } from "@/lib/automation/automation-schedule";
import type { PastMove } from "@/lib/automation/past-move";
import { scheduleState } from "@/lib/automation/schedule-state";
import { type AutomatedMove, Automation } from "./automate";
import { type Office, officeCluster } from "./office-cluster";
import { SimulatedCluster } from "./simulated-cluster";
import { planWeekEvents, type WeekEvent } from "./week-events";
import { WeekRecord } from "./week-record";

const DAY_S = 86_400;
const MINUTE_S = 60;
const MOVE_MS = 60_000;

export interface WeekOptions {
  readonly office: Office;
  readonly days: number;
  readonly failureDays: readonly number[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly automated: boolean;
}

/** So many days of the office, after one in which only readings are gathered. */
export function runWeek({ office, days, failureDays, values, automated }: WeekOptions) {
  const scenario = officeCluster(office);
  const cluster = new SimulatedCluster(scenario);
  const record = new WeekRecord();
  const from = cluster.world.now() + DAY_S;
  const until = from + days * DAY_S;
  const happened = scheduleEvents(
    cluster,
    planWeekEvents(scenario, { seed: office.seed, days, from, failureDays }),
  );
  const { manualMoves } = happened;
  const step = (seconds: number) => {
    for (let left = seconds; left > 0; left -= MINUTE_S) {
      cluster.step(Math.min(left, MINUTE_S));
      record.addMinute(cluster, cluster.world.now() > from);
    }
  };
  const others = () => manualMoves.map(pastMove).filter(({ endedAtMs }) => endedAtMs <= cluster.nowMs);
  const automation = new Automation(cluster, record, values, others, step);
  const interval = Number(values["automation.intervalMinutes"]) * MINUTE_S;
  step(DAY_S);
  while (cluster.world.now() < until) {
    const startedAt = cluster.world.now();
    if (automated) automation.run();
    const passed = cluster.world.now() - startedAt;
    step(Math.max(MINUTE_S, interval - (passed % interval)));
  }
  return { record, automation, happened };
}

export interface ManualMove {
  readonly vmid: number;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

export interface Happened {
  readonly manualMoves: ManualMove[];
  backups: number;
  nodeFailures: number;
}

/** What could not happen, such as a backup of a guest that is locked, is left out. */
function scheduleEvents(cluster: SimulatedCluster, events: readonly WeekEvent[]): Happened {
  const happened: Happened = { manualMoves: [], backups: 0, nodeFailures: 0 };
  for (const { at, event } of events)
    cluster.world.schedule(at, () => {
      const before = new Map([...cluster.world.guests.values()].map(({ vmid, node }) => [vmid, node]));
      if (cluster.happen(event)) note(happened, event, { before, atMs: cluster.nowMs });
    });
  return happened;
}

function note(
  happened: Happened,
  event: WeekEvent["event"],
  { before, atMs }: { readonly before: ReadonlyMap<number, string>; readonly atMs: number },
): void {
  if (event.do === "guest-backup") happened.backups += 1;
  if (event.do === "node-down") happened.nodeFailures += 1;
  if (event.do !== "manual-migration") return;
  const { vmid, target: to } = event;
  happened.manualMoves.push({ vmid, from: before.get(vmid) ?? "", to, atMs });
}

/** When an admin's move ended is not looked up: a minute is what one takes. */
function pastMove({ vmid, from, to, atMs }: ManualMove): PastMove {
  return { vmid, from, to, endedAtMs: atMs + MOVE_MS, outcome: "moved" };
}

export interface WeekFaults {
  /** Moves for balance's sake to a node that the guest left within the window, whoever moved it away. */
  readonly sentBack: readonly AutomatedMove[];
  /** The same over the whole week. */
  readonly sentBackInWeek: readonly AutomatedMove[];
  readonly duringBackup: readonly AutomatedMove[];
  /** By anything else than a backup. */
  readonly whileLocked: readonly AutomatedMove[];
  readonly outsideWindows: readonly AutomatedMove[];
}

export function findWeekFaults(
  moves: readonly AutomatedMove[],
  manualMoves: readonly ManualMove[],
  values: Readonly<Record<string, unknown>>,
): WeekFaults {
  const schedule = automationScheduleFrom(String(values["automation.schedule"]));
  const windowMs = Number(values["automation.rollbackWindowHours"]) * 3_600_000;
  const all = [...moves.filter(({ arrived }) => arrived), ...manualMoves].map(({ vmid, from, ...rest }) => ({
    vmid,
    from,
    atMs: "beganAtMs" in rest ? rest.beganAtMs : rest.atMs,
  }));
  const returns = (withinMs: number) =>
    moves.filter(({ vmid, to, beganAtMs }) =>
      all.some(
        (past) =>
          past.vmid === vmid && past.from === to && past.atMs < beganAtMs && beganAtMs - past.atMs < withinMs,
      ),
    );
  return {
    sentBack: returns(windowMs),
    sentBackInWeek: returns(Number.POSITIVE_INFINITY),
    duringBackup: moves.filter(({ lock }) => lock === "backup"),
    whileLocked: moves.filter(({ lock }) => lock !== null && lock !== "backup"),
    outsideWindows: moves.filter(({ beganAtMs }) => !scheduleState(schedule, beganAtMs).open),
  };
}
