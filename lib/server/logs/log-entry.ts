import "server-only";
import { LOG_LEVELS, type LogLevel } from "@/lib/api/logs";

const LONGEST_MESSAGE = 8_000;
const LONGEST_FIELDS = 32_000;

/** A line of the log as it is stored. */
export interface LogEntry {
  readonly at: string;
  readonly level: number;
  readonly component: string | null;
  readonly message: string;
  /** JSON. */
  readonly fields: string;
}

/** The number that pino gives a level. */
export function levelNumber(level: LogLevel): number {
  return (LOG_LEVELS.indexOf(level) + 1) * 10;
}

export function levelOf(number: number): LogLevel {
  return LOG_LEVELS[Math.min(LOG_LEVELS.length, Math.max(1, Math.floor(number / 10))) - 1] ?? "info";
}

/** Takes apart what the log wrote; null when it is no line of ours. */
export function readLogLine(line: string): LogEntry | null {
  const parsed = parse(line);
  if (parsed === null) return null;
  const { level, time, component, msg, ...fields } = parsed;
  const known = LOG_LEVELS.find((name) => name === level);
  if (known === undefined || typeof time !== "string" || Number.isNaN(Date.parse(time))) return null;
  return {
    at: time,
    level: levelNumber(known),
    component: typeof component === "string" ? storable(component) : null,
    message: storable(typeof msg === "string" ? msg : messageOfError(fields)).slice(0, LONGEST_MESSAGE),
    fields: fieldsText(fields),
  };
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** An error that was logged without a sentence says it itself. */
function messageOfError({ err }: Record<string, unknown>): string {
  const says = typeof err === "object" && err !== null && "message" in err ? err.message : "";
  return typeof says === "string" ? says : "";
}

function fieldsText(fields: Record<string, unknown>): string {
  const text = storable(JSON.stringify(fields).replaceAll("\\u0000", ""));
  return text.length <= LONGEST_FIELDS ? text : JSON.stringify({ cut: text.slice(0, LONGEST_FIELDS) });
}

/** PostgreSQL keeps no zero characters. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "");
}
