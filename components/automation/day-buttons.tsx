"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { WEEKDAYS, type Weekday } from "@/lib/automation/automation-schedule";
import { cn } from "@/lib/client/class-names";

const DAY_TEXT: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

const SETS: readonly (readonly [string, readonly Weekday[]])[] = [
  ["Every day", WEEKDAYS],
  ["Monday to Friday", WEEKDAYS.slice(0, 5)],
  ["Weekend", WEEKDAYS.slice(5)],
];

interface DayButtonsProps {
  days: readonly Weekday[];
  problem: string | undefined;
  onChange: (days: Weekday[]) => void;
}

/** The days on which a period begins. */
export function DayButtons({ days, problem, onChange }: DayButtonsProps) {
  const problemId = useId();
  return (
    <fieldset aria-describedby={problem ? problemId : undefined} className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">Days on which it begins</legend>
      <div className="grid grid-cols-7 gap-1">
        {WEEKDAYS.map((day) => {
          const chosen = days.includes(day);
          return (
            <button
              key={day}
              type="button"
              aria-pressed={chosen}
              title={DAY_TEXT[day]}
              onClick={() => onChange(WEEKDAYS.filter((one) => (one === day ? !chosen : days.includes(one))))}
              className={cn(
                "h-9 rounded-md border text-sm",
                chosen
                  ? "border-accent bg-accent font-medium text-on-accent"
                  : "border-control text-muted hover:bg-hover",
              )}
            >
              {DAY_TEXT[day].slice(0, 3)}
            </button>
          );
        })}
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {SETS.map(([title, set]) => (
          <Button
            key={title}
            variant="link"
            size="inline"
            className="min-h-6 text-sm"
            onClick={() => onChange([...set])}
          >
            {title}
          </Button>
        ))}
      </div>
      {problem ? (
        <p id={problemId} role="alert" className="text-bad text-sm">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}
