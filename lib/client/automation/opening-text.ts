import { zoneOffsetMs } from "@/lib/automation/zone-clock";
import type { Opening } from "./next-openings";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment as the wall clock of a zone shows it. */
interface WallTime {
  /** `Fri 27 Nov` */
  readonly day: string;
  /** `22:00` */
  readonly time: string;
}

function wallTime(atMs: number, timeZone: string): WallTime {
  const wall = new Date(atMs + zoneOffsetMs(timeZone, atMs));
  return {
    day: `${DAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]}`,
    time: wall.toISOString().slice(11, 16),
  };
}

/** `Fri 27 Nov`: the day of a moment in a zone. */
export function dayText(atMs: number, timeZone: string): string {
  return wallTime(atMs, timeZone).day;
}

/** `Fri 27 Nov 22:00 to Sat 28 Nov 06:00`, the second day only where it is another one; `now until …` for the present one. */
export function openingText({ fromMs, untilMs, now }: Opening, timeZone: string): string {
  const from = wallTime(fromMs, timeZone);
  const start = now ? "now" : `${from.day} ${from.time}`;
  if (untilMs === null) return now ? "at any time" : `from ${start} on`;
  const until = wallTime(untilMs, timeZone);
  const end = until.day === from.day ? until.time : `${until.day} ${until.time}`;
  return `${start} ${now ? "until" : "to"} ${end}`;
}
