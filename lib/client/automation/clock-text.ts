/** What a typed time of day is, `8`, `8:5`, `830`, `8.30` or `22:00`, as `HH:MM`; as it was typed where it is none. */
export function clockText(typed: string): string {
  const text = typed.trim();
  const parts = /^(\d{1,2})(?:[:.h](\d{1,2}))?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (!parts) return text;
  const [, hour = "", minute = "0"] = parts;
  return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
}

/** Minutes since midnight of `HH:MM`; `24:00` is 1,440. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** `HH:MM` of minutes since midnight. */
export function timeOfMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
