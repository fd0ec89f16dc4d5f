import { z } from "zod";
import { haRule, haService, replicationJob } from "./cluster-parts";
import { clusterRow } from "./clusters";

/** What PVE itself decides in a cluster, and what its storages hold. A part that was not read yet is null. */
export const clusterDetail = z.object({
  row: clusterRow,
  /** Name from corosync; null for a standalone host or before the first reading. */
  corosyncName: z.string().nullable(),
  balancer: z
    .object({
      /** `basic`, `static` or `dynamic`. */
      mode: z.string(),
      /** True when PVE moves HA services by itself. */
      automatic: z.boolean(),
    })
    .nullable(),
  highAvailability: z.object({ services: z.array(haService), rules: z.array(haRule) }).nullable(),
  replication: z.array(replicationJob).nullable(),
  backups: z
    .object({
      /** Guests that no backup job covers; null when that could not be read. */
      uncovered: z.array(z.object({ vmid: z.number().int(), name: z.string().nullable() })).nullable(),
      archives: z.array(
        z.object({
          storage: z.string(),
          node: z.string().nullable(),
          readAtMs: z.number(),
          guests: z.number().int(),
          newestAtMs: z.number().nullable(),
        }),
      ),
    })
    .nullable(),
  storages: z.array(
    z.object({
      objectId: z.number().int(),
      name: z.string(),
      /** Null for a shared one. */
      node: z.string().nullable(),
      type: z.string().nullable(),
      status: z.enum(["available", "unknown"]),
      content: z.array(z.string()),
      usedBytes: z.number().nullable(),
      totalBytes: z.number().nullable(),
    }),
  ),
  /** Parts that could not be read the last time, with the reason. */
  failedParts: z.array(z.object({ part: z.string(), readAtMs: z.number().nullable(), error: z.string() })),
});
export type ClusterDetail = z.infer<typeof clusterDetail>;
