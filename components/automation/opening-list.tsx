"use client";

import { CalendarOff, Clock } from "lucide-react";
import type { AutomationSchedule } from "@/lib/automation/automation-schedule";
import { nextClockChange } from "@/lib/client/automation/clock-change";
import { nextOpenings } from "@/lib/client/automation/next-openings";
import { dayText, openingText } from "@/lib/client/automation/opening-text";
import { ownTimeZone } from "@/lib/client/automation/time-zones";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { useClock } from "@/lib/client/live/use-clock";

const SHOWN = 5;
const MINUTE_MS = 60_000;

/** When moves may be made next, in the zone of the schedule and in the reader's. */
export function OpeningList({ schedule }: { schedule: AutomationSchedule }) {
  const clock = useClock();
  if (clock === null) return null;
  // To the minute, so that nothing is reckoned anew each second.
  const nowMs = Math.floor(clock / MINUTE_MS) * MINUTE_MS;
  return <Openings schedule={schedule} nowMs={nowMs} />;
}

function Openings({ schedule, nowMs }: { schedule: AutomationSchedule; nowMs: number }) {
  const openings = nextOpenings(schedule, nowMs, SHOWN);
  const own = ownTimeZone();
  const { timeZone } = schedule;
  if (openings.length === 0) {
    return (
      <p className="flex items-start gap-2 text-warn">
        <CalendarOff aria-hidden className="mt-0.5 size-4 shrink-0" />
        Never: the blackouts cover every window. Nothing would be moved.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-2">
        {openings.map((opening) => (
          <li key={opening.fromMs}>
            <p className="flex flex-wrap justify-between gap-x-3">
              <span className={cn("first-letter:uppercase", opening.now && "font-medium text-ok")}>
                {openingText(opening, timeZone)}
              </span>
              {opening.untilMs === null ? null : (
                <span className="figure text-muted text-sm">
                  {formatDuration((opening.untilMs - opening.fromMs) / 1_000)}
                </span>
              )}
            </p>
            {own === timeZone || opening.untilMs === null ? null : (
              <p className="text-muted text-sm">{openingText(opening, own)} here</p>
            )}
          </li>
        ))}
      </ol>
      <p className="text-muted text-sm">
        {own === timeZone
          ? `Times are those of ${timeZone}, as on this device.`
          : `Times are those of ${timeZone}; “here” is ${own}.`}
      </p>
      <ClockNote schedule={schedule} nowMs={nowMs} />
    </div>
  );
}

function ClockNote({ schedule, nowMs }: { schedule: AutomationSchedule; nowMs: number }) {
  const change = nextClockChange(schedule, nowMs);
  if (change === null) {
    return <p className="text-muted text-sm">{schedule.timeZone} does not change its clocks.</p>;
  }
  const { atMs, byMinutes, affected } = change;
  const forward = byMinutes > 0;
  const effect = forward ? "the skipped hour is missing from it" : "the repeated hour counts twice";
  return (
    <p className="flex items-start gap-2 text-muted text-sm">
      <Clock aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>
        Clocks go {forward ? "forward" : "back"} by {formatDuration(Math.abs(byMinutes) * 60)} on{" "}
        {dayText(atMs - 1_000, schedule.timeZone)}.{" "}
        {affected.length === 0
          ? "No period begins or ends in that hour."
          : `Of ${affected.join(", ")}, ${effect}.`}
      </span>
    </p>
  );
}
