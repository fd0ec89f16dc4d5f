import { z } from "zod";

/** A guest that PVE's HA stack looks after. */
export const haService = z.object({
  /** `vm:100` or `ct:101`. */
  sid: z.string(),
  vmid: z.number().int(),
  name: z.string().nullable(),
  node: z.string().nullable(),
  /** Requested: `started`, `stopped`, `ignored`, `disabled`. */
  requestedState: z.string(),
  group: z.string().nullable(),
  maxRestart: z.number().nullable(),
  maxRelocate: z.number().nullable(),
  /** Whether PVE's own balancer may move it; null where PVE has none. */
  autoRebalance: z.boolean().nullable(),
});
export type HaServiceRow = z.infer<typeof haService>;

/** A rule of PVE 9, or a group of PVE 8 in the same form. */
export const haRule = z.object({
  id: z.string(),
  kind: z.enum(["node-affinity", "keep-together", "keep-apart"]),
  guests: z.array(z.object({ vmid: z.number().int(), name: z.string().nullable() })),
  nodes: z.array(z.object({ name: z.string(), priority: z.number() })),
  strict: z.boolean(),
  enabled: z.boolean(),
  /** Why PVE ignores it; null when it keeps it. */
  error: z.string().nullable(),
});
export type HaRuleRow = z.infer<typeof haRule>;

export const replicationJob = z.object({
  id: z.string(),
  vmid: z.number().int(),
  name: z.string().nullable(),
  source: z.string().nullable(),
  target: z.string(),
  schedule: z.string().nullable(),
  enabled: z.boolean(),
  lastSyncAtMs: z.number().nullable(),
  failures: z.number().nullable(),
  error: z.string().nullable(),
});
export type ReplicationRow = z.infer<typeof replicationJob>;

export const taskRow = z.object({
  upid: z.string(),
  type: z.string(),
  subject: z.string(),
  user: z.string(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  exitStatus: z.string().nullable(),
});
export type TaskRow = z.infer<typeof taskRow>;
