import type { AutomationSchedule } from "@/lib/automation/automation-schedule";
import { scheduleState } from "@/lib/automation/schedule-state";

/** A time in which moves may be made. */
export interface Opening {
  readonly fromMs: number;
  /** Null: it does not close. */
  readonly untilMs: number | null;
  /** It is open now; `fromMs` is now then. */
  readonly now: boolean;
}

/**
 * The next times in which a schedule lets moves be made, the present one included.
 *
 * @returns at most `count`, earliest first; none when it never opens
 */
export function nextOpenings(schedule: AutomationSchedule, nowMs: number, count: number): readonly Opening[] {
  const openings: Opening[] = [];
  let atMs: number | null = nowMs;
  while (atMs !== null && openings.length < count) {
    const { open, changesAtMs } = scheduleState(schedule, atMs);
    if (open) openings.push({ fromMs: atMs, untilMs: changesAtMs, now: atMs === nowMs });
    atMs = changesAtMs;
  }
  return openings;
}
