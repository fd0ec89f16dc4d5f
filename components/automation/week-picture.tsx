"use client";

import { type PointerEvent, useRef, useState } from "react";
import { type AutomationSchedule, WEEKDAYS, type Weekday } from "@/lib/automation/automation-schedule";
import { zoneOffsetMs } from "@/lib/automation/zone-clock";
import { timeOfMinute } from "@/lib/client/automation/clock-text";
import { KIND_WORDS } from "@/lib/client/automation/schedule-draft";
import { type WeekPiece, weekPieces } from "@/lib/client/automation/week-pieces";
import { cn } from "@/lib/client/class-names";
import { useClock } from "@/lib/client/live/use-clock";

const DAY_MINUTES = 1_440;
const STEP_MINUTES = 30;
const HOURS = [0, 3, 6, 9, 12, 15, 18, 21, 24];

export interface Drawn {
  readonly day: Weekday;
  readonly startMinute: number;
  readonly endMinute: number;
}

interface WeekPictureProps {
  schedule: AutomationSchedule;
  /** Null where nothing may be changed. */
  onDraw: ((drawn: Drawn) => void) | null;
  onChoose: (piece: WeekPiece) => void;
}

/**
 * The week as seven lines of 24 hours, for the eye and the mouse: a window is drawn by pulling, changed by a click.
 * Everything in it is in the list below too, which is for the keyboard, for fingers and for screen readers.
 */
export function WeekPicture({ schedule, onDraw, onChoose }: WeekPictureProps) {
  const nowMs = useClock();
  const pieces = weekPieces(schedule);
  const limited = schedule.windows.some(({ enabled }) => enabled);
  const now = nowMs === null ? null : wallTime(nowMs + zoneOffsetMs(schedule.timeZone, nowMs));
  return (
    <div aria-hidden className="select-none">
      <div className="relative ml-9 h-5 text-muted text-xs">
        {HOURS.map((hour) => (
          <span
            key={hour}
            className={cn("figure absolute -translate-x-1/2", hour % 6 !== 0 && "max-sm:hidden")}
            style={{ left: percent(hour * 60) }}
          >
            {hour}
          </span>
        ))}
      </div>
      {WEEKDAYS.map((day) => (
        <div key={day} className="flex items-center">
          <span
            className={cn("w-9 shrink-0 text-sm capitalize", now?.day === day ? "font-medium" : "text-muted")}
          >
            {day}
          </span>
          <DayLine
            day={day}
            pieces={pieces.filter((piece) => piece.day === day)}
            anyTime={!limited}
            nowMinute={now?.day === day ? now.minute : null}
            onDraw={onDraw}
            onChoose={onChoose}
          />
        </div>
      ))}
    </div>
  );
}

interface DayLineProps extends Pick<WeekPictureProps, "onDraw" | "onChoose"> {
  day: Weekday;
  pieces: readonly WeekPiece[];
  anyTime: boolean;
  nowMinute: number | null;
}

function DayLine({ day, pieces, anyTime, nowMinute, onDraw, onChoose }: DayLineProps) {
  const { drawn, handlers } = useDrawing(day, onDraw);
  return (
    <div
      {...handlers}
      className={cn(
        "relative h-8 min-w-0 flex-1 border-line border-x border-t",
        day === "sun" && "border-b",
        anyTime ? "bg-ok/10" : "bg-bg",
        onDraw && "cursor-crosshair",
      )}
    >
      {HOURS.slice(1, -1).map((hour) => (
        <span
          key={hour}
          className="pointer-events-none absolute inset-y-0 w-px bg-line"
          style={{ left: percent(hour * 60) }}
        />
      ))}
      {pieces.map((piece) => (
        <Piece key={`${piece.kind}:${piece.index}:${piece.startMinute}`} piece={piece} onChoose={onChoose} />
      ))}
      {drawn ? (
        <span
          className="pointer-events-none absolute inset-y-0.5 flex items-center justify-center overflow-hidden whitespace-nowrap rounded-sm border border-accent bg-accent/20 text-xs"
          style={{ left: percent(drawn.startMinute), width: percent(drawn.endMinute - drawn.startMinute) }}
        >
          {timeOfMinute(drawn.startMinute)}–{timeOfMinute(drawn.endMinute)}
        </span>
      ) : null}
      {nowMinute === null ? null : (
        <span
          className="pointer-events-none absolute -inset-y-px z-10 w-0.5 bg-fg"
          style={{ left: percent(nowMinute) }}
        />
      )}
    </div>
  );
}

function Piece({ piece, onChoose }: { piece: WeekPiece; onChoose: WeekPictureProps["onChoose"] }) {
  const { kind, period, startMinute, endMinute } = piece;
  return (
    <button
      type="button"
      tabIndex={-1}
      title={`${KIND_WORDS[kind]} ${period.name}, ${period.start} to ${period.end}`}
      onPointerDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(piece)}
      className={cn(
        "absolute inset-y-0.5 overflow-hidden border px-1 text-left text-xs hover:z-10",
        kind === "windows" ? "border-ok bg-ok/20" : "hatch border-bad",
        period.enabled ? "" : "border-dashed bg-transparent opacity-60",
        piece.fromYesterday ? "border-l-0" : "rounded-l-sm",
        piece.intoTomorrow ? "border-r-0" : "rounded-r-sm",
      )}
      style={{ left: percent(startMinute), width: percent(endMinute - startMinute) }}
    >
      <span className="block truncate max-sm:hidden">{piece.fromYesterday ? "" : period.name}</span>
    </button>
  );
}

/** Pulling with a mouse over a line; a finger scrolls instead. */
function useDrawing(day: Weekday, onDraw: WeekPictureProps["onDraw"]) {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const origin = useRef<number | null>(null);

  const minuteAt = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return Math.round((share * DAY_MINUTES) / STEP_MINUTES) * STEP_MINUTES;
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (!onDraw || event.pointerType === "touch" || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      origin.current = minuteAt(event);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (origin.current === null) return;
      const at = minuteAt(event);
      const [startMinute, endMinute] = [Math.min(origin.current, at), Math.max(origin.current, at)];
      setDrawn(startMinute === endMinute ? null : { day, startMinute, endMinute });
    },
    onPointerUp: () => {
      origin.current = null;
      setDrawn(null);
      if (drawn) onDraw?.(drawn);
    },
    onPointerCancel: () => {
      origin.current = null;
      setDrawn(null);
    },
  };
  return { drawn, handlers };
}

function percent(minutes: number): string {
  return `${(minutes / DAY_MINUTES) * 100}%`;
}

/** @param wallMs what the zone's clock shows, as if it were UTC; 1 January 1970 was a Thursday */
function wallTime(wallMs: number): { readonly day: Weekday | undefined; readonly minute: number } {
  const day = Math.floor(wallMs / 86_400_000);
  return { day: WEEKDAYS[(day + 3) % 7], minute: Math.floor((wallMs - day * 86_400_000) / 60_000) };
}
