import { z } from "zod";
import { moveKind, moveState, nodeName } from "./moves";

/** Query of `GET /api/v1/moves/preflight`. */
export const preflightQuery = z.object({
  cluster: z.uuid("This is not the id of a cluster."),
  vmid: z.coerce.number().int().min(100).max(999_999_999),
  target: nodeName,
});

const preflightRefusal = z.object({
  code: z.string(),
  detail: z.string(),
  /** What somebody can do about it. */
  fix: z.string(),
  /** A wish or a reserve, not something impossible: `accept` with this code overrules it. */
  canOverrule: z.boolean(),
});

const beforeAfter = z.object({ before: z.number(), after: z.number() });

/**
 * What a move of this guest to this node would mean now; nothing is started. `PVE` is asked for its own precondition, with one call.
 */
export const movePreflight = z.object({
  clusterId: z.uuid(),
  vmid: z.number().int(),
  guestName: z.string().nullable(),
  guestKind: z.enum(["qemu", "lxc"]),
  from: z.string(),
  to: z.string(),
  checkedAtMs: z.number(),
  /** Of the reading that it is judged by. */
  readAtMs: z.number(),
  /** One sentence: whether it can be done, and how. */
  sentence: z.string(),
  /** Nothing stands against it. */
  ok: z.boolean(),
  /** What stands against it can all be overruled. */
  canOverrule: z.boolean(),
  refusals: z.array(preflightRefusal),
  /** Why planning would not do it for balance's sake, though it is possible. */
  warnings: z.array(z.object({ code: z.string(), detail: z.string(), fix: z.string() })),
  /** HA manages the guest: the move goes through it. */
  byHa: z.boolean(),
  /** Predicted; null where the guest is already. */
  cost: z
    .object({ kind: moveKind, seconds: z.number(), downtimeMs: z.number(), bytes: z.number() })
    .nullable(),
  /** Source first, then target. Shares of capacity (0–1, may exceed 1) and scores (0–100). */
  nodes: z.array(
    z.object({
      node: z.string(),
      role: z.enum(["source", "target"]),
      cpu: beforeAfter,
      memory: beforeAfter,
      score: beforeAfter,
    }),
  ),
  /** The cluster's health, 0–100. */
  clusterScore: z.object({ before: z.number().nullable(), after: z.number().nullable() }),
  proxmox: z.object({
    /** `unknown`: PVE was not asked or did not answer; `sentence` says why. */
    verdict: z.enum(["allowed", "refused", "unknown"]),
    sentence: z.string().nullable(),
    /** Nodes that PVE would send the guest to; null where it does not say. */
    allowedNodes: z.array(z.string()).nullable(),
    /** Volumes that are copied along. */
    localDisks: z.array(z.object({ volume: z.string(), sizeBytes: z.number().nullable() })),
    /** Devices of the node that the guest uses, such as `hostpci0`. */
    localResources: z.array(z.string()),
  }),
  /** The guest's move that has not ended; null when there is none. */
  underWay: z.object({ moveId: z.uuid(), state: moveState, to: z.string() }).nullable(),
});
export type MovePreflight = z.infer<typeof movePreflight>;
