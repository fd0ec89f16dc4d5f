const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** As PVE writes sizes: `515.4 MiB`. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** Whole seconds as `1h 2m 3s`. */
export function shortDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  const rest = whole % 60;
  if (hours > 0) return `${hours}h ${minutes}m ${rest}s`;
  return minutes > 0 ? `${minutes}m ${rest}s` : `${rest}s`;
}

/** Whole seconds as `00:01:05`. */
export function clockDuration(seconds: number): string {
  const whole = Math.round(seconds);
  return [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** `2026-01-05 08:00:00`, as a node's log begins its lines. */
export function stampText(seconds: number): string {
  return new Date(Math.floor(seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ");
}
