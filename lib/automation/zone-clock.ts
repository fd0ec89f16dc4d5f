const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** More than any installation names; spellings differ in case only, so the number is not bounded by the zones there are. */
const MOST_CLOCKS = 100;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether Intl knows a zone by this name, such as `Europe/Berlin` or `UTC`. A bare offset such as `+02:00` is no zone. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false;
  }
}

/**
 * By how many milliseconds a zone's wall clock is ahead of UTC at a moment; negative west of Greenwich.
 *
 * @param timeZone an IANA name for which {@link isTimeZone} holds
 * @param atMs     Unix milliseconds
 * @throws RangeError for a zone that does not exist
 */
export function zoneOffsetMs(timeZone: string, atMs: number): number {
  const second = Math.floor(atMs / SECOND_MS) * SECOND_MS;
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(second)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - second;
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  if (clocks.size >= MOST_CLOCKS) clocks.clear();
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, made);
  return made;
}

/** A stretch of time in which a zone's wall clock runs evenly. */
export interface EvenPiece {
  readonly startMs: number;
  /** The first moment that is no longer part of it. */
  readonly endMs: number;
  readonly offsetMs: number;
}

/**
 * Time from `fromMs` up to `untilMs`, cut where the zone's clock is changed, to the second. Two changes within a day that undo
 * each other are not seen; no zone has had them.
 */
export function* evenPieces(timeZone: string, fromMs: number, untilMs: number): Generator<EvenPiece> {
  let startMs = fromMs;
  let offsetMs = zoneOffsetMs(timeZone, fromMs);
  for (let atMs = fromMs; atMs < untilMs; ) {
    const nextMs = Math.min(untilMs, atMs + DAY_MS);
    const nextOffsetMs = zoneOffsetMs(timeZone, nextMs);
    if (nextOffsetMs !== offsetMs) {
      const changeMs = changeBetween(timeZone, atMs, nextMs);
      yield { startMs, endMs: changeMs, offsetMs };
      startMs = changeMs;
      offsetMs = nextOffsetMs;
    }
    atMs = nextMs;
  }
  yield { startMs, endMs: untilMs, offsetMs };
}

/** The first whole second after which the zone's clock is ahead by as much as it is at `afterMs`. */
function changeBetween(timeZone: string, beforeMs: number, afterMs: number): number {
  const offsetAfterMs = zoneOffsetMs(timeZone, afterMs);
  let before = Math.floor(beforeMs / SECOND_MS);
  let after = Math.ceil(afterMs / SECOND_MS);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zoneOffsetMs(timeZone, middle * SECOND_MS) === offsetAfterMs) after = middle;
    else before = middle;
  }
  return after * SECOND_MS;
}
