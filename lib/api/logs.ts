import { z } from "zod";
import { pageQuery } from "./envelope";

/** From the least urgent to the most. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export const logLevel = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevel>;

/** One line of the program's own log. */
export const logRow = z.object({
  /** Grows with every line. */
  id: z.string(),
  atMs: z.number(),
  level: logLevel,
  /** The part of the program it comes from. */
  component: z.string().nullable(),
  message: z.string(),
  /** The move that the message names by its id; null where it names none that is still known. */
  move: z
    .object({
      id: z.string(),
      vmid: z.number().int(),
      guestName: z.string().nullable(),
      from: z.string(),
      to: z.string(),
    })
    .nullable(),
  /** Everything else that the line says. */
  fields: z.record(z.string(), z.unknown()),
  /** Host and process that wrote it. */
  process: z.string(),
});
export type LogRow = z.infer<typeof logRow>;
export const logList = z.array(logRow);

const lineId = z.string().regex(/^\d{1,18}$/, "must be the id of a line");

export const logQuery = pageQuery.omit({ cursor: true }).extend({
  /** Only lines at least this urgent. */
  level: logLevel.optional(),
  /** Every word is found in the message, the component or the other fields. */
  text: z.string().trim().max(200, "at most 200 characters").optional(),
  component: z.string().max(100).optional(),
  fromMs: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  toMs: z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional(),
  /** The `nextCursor` of the page before: older lines than this one. */
  cursor: lineId.optional(),
  /** Only lines that came after this one. */
  after: lineId.optional(),
});
export type LogQuery = z.output<typeof logQuery>;

/** The filters of the list, for `GET /api/v1/logs/export`. */
export const logExportQuery = logQuery.omit({ limit: true, cursor: true, after: true });
