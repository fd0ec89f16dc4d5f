import { z } from "zod";

/** `?ready` also looks at the database and the jobs; without it the answer only says that the process answers. */
export const healthQuery = z.object({ ready: z.string().optional() });

/** Not being ready is an error (`upstream_unavailable`, 503), so this is only ever good news. */
export const healthResponse = z.object({
  status: z.literal("ok"),
  /** Null unless readiness was asked for. */
  database: z.literal("ok").nullable(),
  /** Seconds since the scheduler last started a job; null when it never has or readiness was not asked for. */
  lastJobSecondsAgo: z.number().int().nullable(),
});
