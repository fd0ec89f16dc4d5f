import { z } from "zod";
import { pageQuery } from "./envelope";

export const eventRow = z.object({
  id: z.string(),
  clusterId: z.uuid(),
  atMs: z.number(),
  kind: z.string(),
  severity: z.enum(["info", "warning", "critical"]),
  node: z.string().nullable(),
  vmid: z.number().int().nullable(),
  guestObjectId: z.number().int().nullable(),
  storage: z.string().nullable(),
  message: z.string(),
});
export type EventRow = z.infer<typeof eventRow>;
export const eventList = z.array(eventRow);

export const eventQuery = pageQuery.extend({
  cluster: z.uuid().optional(),
  node: z.string().max(128).optional(),
  vmid: z.coerce.number().int().optional(),
  severity: z.enum(["info", "warning", "critical"]).optional(),
});
