import { z } from "zod";
import { haRule, haService, replicationJob, taskRow } from "./cluster-parts";
import { guestRow } from "./guests";

export const guestParams = z.object({
  clusterId: z.uuid(),
  vmid: z.coerce.number().int().min(1).max(999_999_999),
});

export const guestConfiguration = z.object({
  osType: z.string().nullable(),
  cores: z.number().nullable(),
  sockets: z.number().nullable(),
  /** Null for a container. */
  cpuType: z.string().nullable(),
  memoryBytes: z.number().nullable(),
  balloonMinimumBytes: z.number().nullable(),
  startOnBoot: z.boolean(),
  /** Whether the guest agent is switched on; null for a container. */
  agent: z.boolean().nullable(),
  disks: z.array(
    z.object({
      key: z.string(),
      storage: z.string().nullable(),
      volume: z.string(),
      sizeBytes: z.number().nullable(),
      cdrom: z.boolean(),
      /** Null when the storage is not one that PVE lists. */
      sharedStorage: z.boolean().nullable(),
    }),
  ),
  bindMounts: z.array(z.object({ key: z.string(), path: z.string(), shared: z.boolean() })),
  /** Configuration keys of passed-through devices, such as `hostpci0`. */
  passthroughKeys: z.array(z.string()),
});
export type GuestConfiguration = z.infer<typeof guestConfiguration>;

/** What is known of a guest beside its row. A part that was not read yet is null. */
export const guestDetail = z.object({
  row: guestRow,
  clusterName: z.string(),
  configuration: guestConfiguration.nullable(),
  /** Oldest first. */
  snapshots: z
    .array(z.object({ name: z.string(), atMs: z.number().nullable(), withMemory: z.boolean() }))
    .nullable(),
  /** As the guest itself tells them. */
  addresses: z.array(z.string()).nullable(),
  backups: z
    .object({
      /** Whether a backup job covers it; null when that could not be read. */
      covered: z.boolean().nullable(),
      newestAtMs: z.number().nullable(),
      /** The newest archive on each backup storage that was looked at. */
      archives: z.array(
        z.object({
          storage: z.string(),
          node: z.string().nullable(),
          readAtMs: z.number(),
          newestAtMs: z.number().nullable(),
        }),
      ),
    })
    .nullable(),
  highAvailability: z.object({ service: haService.nullable(), rules: z.array(haRule) }).nullable(),
  replication: z.array(replicationJob).nullable(),
  tasks: z.array(taskRow),
});
export type GuestDetail = z.infer<typeof guestDetail>;
