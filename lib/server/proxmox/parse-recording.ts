import "server-only";
import type { RecordedCall } from "./recording";

export interface ParsedRecording {
  readonly calls: readonly RecordedCall[];
  /** Lines that are no recorded call, with what is wrong with them. */
  readonly problems: readonly { readonly path: string; readonly what: string }[];
}

/** Of a file that is no recording at all, the first lines tell enough. */
const MOST_PROBLEMS = 200;

/**
 * Reads a recording, one JSON object a line (or a list of them). A line that cannot be read becomes a problem; the
 * others count.
 */
export function parseRecording(text: string): ParsedRecording {
  const calls: RecordedCall[] = [];
  const problems: { path: string; what: string }[] = [];
  let more = 0;
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === "") return;
      for (const reading of readLine(line)) {
        if (typeof reading !== "string") calls.push(reading);
        else if (problems.length < MOST_PROBLEMS) problems.push({ path: `line ${index + 1}`, what: reading });
        else more += 1;
      }
    });
  if (more > 0) problems.push({ path: "*", what: `${more} more lines are no recorded call` });
  return { calls, problems };
}

function readLine(line: string): readonly (RecordedCall | string)[] {
  // Parsing in vain is slow, and a file may be anything.
  if (!/^\s*[[{"\d]/.test(line)) return ["is not JSON"];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return ["is not JSON"];
  }
  if (Array.isArray(value) && value.some((call) => typeof call === "object")) return value.map(readCall);
  return [readCall(value)];
}

function readCall(value: unknown): RecordedCall | string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "is not an object";
  const call: Readonly<Record<string, unknown>> = { ...value };
  if (typeof call.path !== "string" || call.path === "") return "has no path";
  const status = call.status === undefined ? 200 : Number(call.status);
  if (!Number.isInteger(status) || status < 100 || status > 999) return "has no HTTP status";
  return {
    method: typeof call.method === "string" && call.method !== "" ? call.method : "GET",
    path: call.path,
    status,
    reason: typeof call.reason === "string" ? call.reason : "",
    body: call.body ?? null,
  };
}
