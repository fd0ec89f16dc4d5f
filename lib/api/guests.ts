import { z } from "zod";
import { clusterFilter } from "./clusters";

/** A guest as lists and the live stream show it. Key: clusterId + vmid. */
export const guestRow = z.object({
  clusterId: z.uuid(),
  objectId: z.number().int(),
  vmid: z.number().int(),
  kind: z.enum(["qemu", "lxc"]),
  name: z.string().nullable(),
  node: z.string(),
  status: z.string(),
  template: z.boolean(),
  readAtMs: z.number().nullable(),
  cpuFraction: z.number().nullable(),
  cpuCount: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  memoryHostBytes: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  diskUsedBytes: z.number().nullable(),
  diskTotalBytes: z.number().nullable(),
  netInBytesPerSecond: z.number().nullable(),
  netOutBytesPerSecond: z.number().nullable(),
  diskReadBytesPerSecond: z.number().nullable(),
  diskWriteBytesPerSecond: z.number().nullable(),
  uptimeSeconds: z.number().nullable(),
  pool: z.string().nullable(),
  tags: z.array(z.string()),
  lock: z.string().nullable(),
  haState: z.string().nullable(),
  passthrough: z.boolean(),
  /** Host folders that a container uses; `local` when at least one of them is on its node alone. */
  bindMount: z.enum(["none", "shared", "local"]),
});
export type GuestRow = z.infer<typeof guestRow>;
export const guestList = z.array(guestRow);

/** A page of guests: `meta.nextCursor` is the `cursor` of the page after it. */
export const guestQuery = clusterFilter.extend({
  limit: z.coerce.number().int().min(1).max(2_000).default(1_000),
  cursor: z.string().max(200).optional(),
});
export type GuestQuery = z.infer<typeof guestQuery>;
