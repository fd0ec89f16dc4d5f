import { z } from "zod";

const NODE_NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

const vmid = z
  .int("A VMID is a whole number.")
  .min(100, "VMIDs begin at 100.")
  .max(999_999_999, "VMIDs end at 999999999.");
const nodeName = z.string().trim().regex(NODE_NAME, "This is not the name of a node.");
const tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_][a-z0-9_+.-]*$/, "A tag has letters, digits and _ - + . only.")
  .max(120);
const pool = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/, "This is not the name of a pool.")
  .max(120);

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

export const ruleKind = z.enum(["affinity", "anti-affinity", "pin", "ignore"]);

/** A rule as people make it: guests are named by VMID, tag or pool, and each way adds to the others. */
export const ruleInput = z
  .strictObject({
    name: z.string().trim().min(1, "A rule needs a name.").max(80),
    kind: ruleKind,
    strict: z.boolean().default(true),
    enabled: z.boolean().default(true),
    vmids: z.array(vmid).max(1_000).transform(unique).default([]),
    tags: z.array(tag).max(50).transform(unique).default([]),
    pools: z.array(pool).max(50).transform(unique).default([]),
    nodes: z.array(nodeName).max(200).transform(unique).default([]),
  })
  .refine(({ vmids, tags, pools }) => vmids.length + tags.length + pools.length > 0, {
    path: ["vmids"],
    message: "Name at least one guest, tag or pool.",
  })
  .refine(({ kind, nodes }) => kind !== "pin" || nodes.length > 0, {
    path: ["nodes"],
    message: "A pin needs at least one node where its guests may be.",
  })
  .refine(({ kind, nodes }) => kind === "pin" || nodes.length === 0, {
    path: ["nodes"],
    message: "Only a pin names nodes.",
  });
export type RuleInput = z.output<typeof ruleInput>;

export const ruleRow = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: ruleKind,
  strict: z.boolean(),
  enabled: z.boolean(),
  vmids: z.array(z.number().int()),
  tags: z.array(z.string()),
  pools: z.array(z.string()),
  nodes: z.array(z.string()),
  updatedAtMs: z.number(),
  updatedBy: z.string().nullable(),
});
export type RuleRow = z.infer<typeof ruleRow>;

/** A rule with its guests found, wherever it was made. */
export const foundRule = z.object({
  /** A rule of the page by its name; others by what Proxmox VE calls them. */
  id: z.string(),
  kind: ruleKind,
  origin: z.enum(["page", "scenario", "tag", "pool", "high-availability"]),
  strict: z.boolean(),
  vmids: z.array(z.number().int()),
  nodes: z.array(z.string()),
});
export type FoundRule = z.infer<typeof foundRule>;

/** All that planning heeds in a cluster just now, and what is wrong with it. */
export const effectiveRules = z.object({
  readAtMs: z.number(),
  rules: z.array(foundRule),
  /** What is broken where the guests are now. */
  violations: z.array(z.object({ rule: z.string(), strict: z.boolean(), sentence: z.string() })),
  /** Smallest sets of strict rules that cannot be kept together. */
  conflicts: z.array(z.object({ rules: z.array(z.string()), sentence: z.string() })),
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type EffectiveRules = z.infer<typeof effectiveRules>;

export const rulesParams = z.object({ clusterId: z.uuid() });
export const ruleParams = z.object({ clusterId: z.uuid(), ruleId: z.uuid() });

/** What people decided about a node for planning. */
export const nodePolicyInput = z
  .strictObject({
    ignored: z.boolean().optional(),
    memoryReserveBytes: z
      .int("Bytes are a whole number.")
      .min(0, "A reserve cannot be below 0.")
      .max(Number.MAX_SAFE_INTEGER)
      .optional(),
  })
  .refine((policy) => Object.keys(policy).length > 0, "Say what is to change.");

export const nodePolicyRow = z.object({
  node: z.string(),
  ignored: z.boolean(),
  memoryReserveBytes: z.number(),
  maintenanceSinceMs: z.number().nullable(),
  maintenanceUntilMs: z.number().nullable(),
  maintenanceReason: z.string().nullable(),
  maintenanceBy: z.string().nullable(),
});
export type NodePolicyRow = z.infer<typeof nodePolicyRow>;
