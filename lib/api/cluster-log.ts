import { z } from "zod";
import { pageQuery } from "./envelope";

/** One line of a cluster's own log, as PVE shows it. */
export const clusterLogRow = z.object({
  clusterId: z.uuid(),
  atMs: z.number(),
  node: z.string(),
  user: z.string(),
  tag: z.string(),
  /** Of syslog: 0 emergency to 7 debug. */
  priority: z.number(),
  message: z.string(),
});
export type ClusterLogRow = z.infer<typeof clusterLogRow>;
export const clusterLogList = z.array(clusterLogRow);

export const clusterLogQuery = pageQuery.pick({ limit: true }).extend({
  cluster: z.uuid().optional(),
  node: z.string().max(128).optional(),
  /** Part of the message, the user, the node or the tag. */
  text: z.string().max(200).optional(),
  /** Only lines at least this urgent: 4 keeps warnings and worse. */
  priority: z.coerce.number().int().min(0).max(7).optional(),
});
