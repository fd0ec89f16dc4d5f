import { z } from "zod";

/** `?ready` also looks at the database and the jobs; without it the answer only says that the process answers. */
export const healthQuery = z.object({ ready: z.string().optional() });

export const healthResponse = z.object({
  status: z.enum(["ok", "degraded"]),
  /** Null unless readiness was asked for. */
  database: z.enum(["ok", "unreachable"]).nullable(),
  /** Seconds since a background job last finished; null when none has or readiness was not asked for. */
  lastJobSecondsAgo: z.number().int().nullable(),
});
