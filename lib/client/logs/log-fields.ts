import { z } from "zod";
import type { LogRow } from "@/lib/api/logs";

const loggedError = z.looseObject({
  type: z.string().optional(),
  message: z.string().optional(),
  stack: z.string().optional(),
});

export interface LogField {
  readonly name: string;
  readonly text: string;
}

export interface LogDetails {
  /** What an error says that the message does not; null where there is none. */
  readonly error: string | null;
  /** Where it was thrown. */
  readonly stack: string | null;
  readonly fields: readonly LogField[];
}

/** What a line of the log says beside its message, for people. */
export function logDetails({ message, fields }: LogRow): LogDetails {
  const { err, ...rest } = fields;
  const read = loggedError.safeParse(err);
  const failure = read.success ? read.data : null;
  const says = failure?.message ?? null;
  return {
    error: says !== null && says !== "" && !message.includes(says) ? says : null,
    stack: failure?.stack ?? null,
    fields: [
      ...Object.entries(rest).map(([name, value]) => ({ name, text: textOf(value) })),
      ...(err !== undefined && failure === null ? [{ name: "err", text: textOf(err) }] : []),
    ],
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
