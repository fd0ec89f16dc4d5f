import "server-only";
import type { RecordedCall } from "./recording";

export interface ParsedRecording {
  readonly calls: readonly RecordedCall[];
  /** Lines that are no recorded call, with what is wrong with them. */
  readonly problems: readonly { readonly path: string; readonly what: string }[];
}

/** Reads a recording, one JSON object a line. A line that cannot be read becomes a problem; the others count. */
export function parseRecording(text: string): ParsedRecording {
  const calls: RecordedCall[] = [];
  const problems: { path: string; what: string }[] = [];
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === "") return;
      const reading = readLine(line);
      if (typeof reading === "string") problems.push({ path: `line ${index + 1}`, what: reading });
      else calls.push(reading);
    });
  return { calls, problems };
}

function readLine(line: string): RecordedCall | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "is not JSON";
  }
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
