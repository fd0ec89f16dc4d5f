import "server-only";

/** A line of a migration's log without its time; PVE marks errors, and block jobs write without a time. */
export interface LogLine {
  readonly text: string;
  readonly isError: boolean;
}

const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;

export function readLogLine(raw: string): LogLine {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: tasks write backspaces and colours.
  const text = raw.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "").replace(STAMP, "");
  const isError = text.startsWith("ERROR: ");
  return { text: isError ? text.slice("ERROR: ".length) : text, isError };
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  PiB: 2 ** 50,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

/** Bytes of `515.4 MiB`, `0.0 B` or zfs's `1.2G`; null for anything else. */
export function parseSize(text: string): number | null {
  const match = /^([\d.]+) ?(B|[KMGTP]iB|[KMGT])$/.exec(text.trim());
  const amount = Number(match?.[1]);
  const unit = UNITS[match?.[2] ?? ""];
  return unit === undefined || !Number.isFinite(amount) ? null : Math.round(amount * unit);
}

/** Seconds of `5s`, `1m 5s`, `1h 2m 3s` or `00:01:05`; null for anything else. */
export function parseSeconds(text: string): number | null {
  const clock = /^(\d+):(\d\d):(\d\d)$/.exec(text.trim());
  if (clock) return Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]);
  const parts = /^(?:(\d+)d ?)?(?:(\d+)h ?)?(?:(\d+)m ?)?(?:(\d+)s)?$/.exec(text.trim());
  if (!parts || text.trim() === "") return null;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
