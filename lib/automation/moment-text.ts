import { zoneOffsetMs } from "./zone-clock";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
] as const;

/** `Friday 27 November 22:00 (Europe/Berlin)`: a moment as the wall clock of a zone shows it, to the minute. */
export function momentText(atMs: number, timeZone: string): string {
  const wall = new Date(atMs + zoneOffsetMs(timeZone, atMs));
  const day = `${DAYS[wall.getUTCDay()]} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]}`;
  return `${day} ${wall.toISOString().slice(11, 16)} (${timeZone})`;
}
