import type { Scenario } from "@/lib/inventory/scenario/scenario";
import type { ScenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { Random } from "@/lib/simulator/random";

const DAY_S = 86_400;
const HOUR_S = 3_600;
const MINUTE_S = 60;
const OUTAGE_MINUTES = 45;
const BACKUPS_BEGIN_AT_HOUR = 21;
const MANUAL_MOVES_A_DAY = 6;

export interface WeekEvent {
  /** Unix seconds. */
  readonly at: number;
  readonly event: ScenarioEvent;
}

export interface WeekPlan {
  readonly seed: number;
  readonly days: number;
  /** Unix seconds of the first midnight. */
  readonly from: number;
  /** Days on which a node fails in office hours, counted from 0. */
  readonly failureDays: readonly number[];
}

/**
 * What people and bad luck do in the week: every guest's backup each night, one after the other on each node; an admin who moves guests by
 * hand in office hours; nodes that fail on a working day and come back.
 */
export function planWeekEvents(
  { nodes, guests }: Scenario,
  { seed, days, from, failureDays }: WeekPlan,
): readonly WeekEvent[] {
  const random = new Random(seed + 1);
  const names = nodes.map(({ name }) => name);
  const events: WeekEvent[] = [];
  for (let day = 0; day < days; day += 1) {
    const midnight = from + day * DAY_S;
    events.push(...backups(guests, midnight + BACKUPS_BEGIN_AT_HOUR * HOUR_S));
    for (let count = 0; count < MANUAL_MOVES_A_DAY; count += 1) {
      const vmid = 100 + random.below(guests.length);
      const target = names[random.below(names.length)] ?? "";
      const at = midnight + random.between(8, 18) * HOUR_S;
      events.push({ at, event: { do: "manual-migration", vmid, target } });
    }
  }
  for (const day of failureDays) {
    const node = names[random.below(names.length)] ?? "";
    const at = from + day * DAY_S + random.between(10, 15) * HOUR_S;
    events.push({ at, event: { do: "node-down", node } });
    events.push({ at: at + OUTAGE_MINUTES * MINUTE_S, event: { do: "node-up", node } });
  }
  return events.sort((one, other) => one.at - other.at);
}

function backups(guests: Scenario["guests"], begin: number): readonly WeekEvent[] {
  const next = new Map<string, number>();
  return guests.map(({ vmid, node, memory }) => {
    const at = next.get(node) ?? begin;
    const seconds = 120 + Math.round(memory / 1e8);
    next.set(node, at + seconds + 20);
    return { at, event: { do: "guest-backup", vmid, seconds } };
  });
}
