import { z } from "zod";
import { scenarioGuest } from "./scenario-guest";
import { nodeName, vmid } from "./scenario-values";

const timing = {
  /** Seconds after the scenario's start. */
  at: z.number().nonnegative().optional(),
  /** Repeat after this many seconds, for ever. */
  every: z.number().positive().optional(),
};

/** Which calls an API fault meets and for how long; without any of it: every call, until cleared. */
const reach = {
  /** Part of the path, such as `/cluster/resources`. */
  path: z.string().min(1).optional(),
  /** Only calls to this node's paths. */
  node: nodeName.optional(),
  /** Seconds until the fault is over. */
  seconds: z.number().positive().optional(),
  /** Number of calls until the fault is over. */
  times: z.number().int().positive().optional(),
};

/** Things that happen in a scenario at their time, and what `POST /sim/events` accepts. */
export const scenarioEvent = z.discriminatedUnion("do", [
  z.strictObject({ ...timing, do: z.literal("node-down"), node: nodeName }),
  z.strictObject({ ...timing, do: z.literal("node-up"), node: nodeName }),
  z.strictObject({
    ...timing,
    do: z.literal("node-maintenance"),
    node: nodeName,
    enabled: z.boolean().default(true),
  }),
  z.strictObject({ ...timing, ...reach, do: z.literal("api-latency"), milliseconds: z.number().positive() }),
  z.strictObject({
    ...timing,
    ...reach,
    do: z.literal("api-error"),
    status: z.number().int().min(400).max(599).default(500),
    message: z.string().min(1).default("got timeout"),
  }),
  z.strictObject({
    ...timing,
    ...reach,
    do: z.literal("api-garbage"),
    kind: z.enum(["html", "truncated", "empty", "binary"]).default("html"),
  }),
  z.strictObject({ ...timing, ...reach, do: z.literal("hang") }),
  z.strictObject({ ...timing, do: z.literal("faults-clear") }),
  z.strictObject({ ...timing, do: z.literal("quorum-lost") }),
  z.strictObject({ ...timing, do: z.literal("quorum-regained") }),
  z.strictObject({ ...timing, do: z.literal("token-revoked"), token: z.string().min(1).optional() }),
  z.strictObject({ ...timing, do: z.literal("token-restored"), token: z.string().min(1).optional() }),
  z.strictObject({ ...timing, do: z.literal("cert-rotated"), expired: z.boolean().default(false) }),
  z.strictObject({
    ...timing,
    do: z.literal("storage-full"),
    storage: z.string().min(1),
    node: nodeName.optional(),
    fraction: z.number().min(0).max(1).default(1),
  }),
  z.strictObject({ ...timing, do: z.literal("clock-skew"), seconds: z.number() }),
  z.strictObject({ ...timing, do: z.literal("guest-start"), vmid }),
  z.strictObject({ ...timing, do: z.literal("guest-stop"), vmid }),
  z.strictObject({ ...timing, do: z.literal("guest-restart"), vmid }),
  z.strictObject({ ...timing, do: z.literal("guest-create"), guest: scenarioGuest }),
  z.strictObject({ ...timing, do: z.literal("guest-destroy"), vmid }),
  z.strictObject({
    ...timing,
    do: z.literal("guest-backup"),
    vmid,
    seconds: z.number().positive().default(120),
  }),
  z.strictObject({ ...timing, do: z.literal("guest-lock"), vmid, lock: z.string().min(1).nullable() }),
  z.strictObject({ ...timing, do: z.literal("manual-migration"), vmid, target: nodeName }),
  z.strictObject({ ...timing, do: z.literal("pve-upgrade"), pve: z.enum(["8.4", "9.0", "9.1", "9.2"]) }),
  z.strictObject({
    ...timing,
    do: z.literal("upgrade-node"),
    node: nodeName,
    pve: z.enum(["8.4", "9.0", "9.1", "9.2"]),
    /** Seconds that the node is away for its restart; 0 leaves it running. */
    reboot: z.number().nonnegative().default(0),
  }),
  /** The process ends by itself: HA starts it again, nobody else does. */
  z.strictObject({ ...timing, do: z.literal("guest-crash"), vmid }),
  /** The next starts of a guest fail. */
  z.strictObject({
    ...timing,
    do: z.literal("start-fail"),
    vmid,
    /** Only there; everywhere when left out. */
    node: nodeName.optional(),
    times: z.number().int().positive().default(1),
  }),
  z.strictObject({
    ...timing,
    do: z.literal("migration-fail"),
    vmid: vmid.optional(),
    /** 0 preparing, 1 disks, 2 the running guest's memory, 3 when it is already on the target. */
    phase: z.number().int().min(0).max(3).default(2),
    message: z.string().min(1).optional(),
  }),
  z.strictObject({
    ...timing,
    do: z.literal("migration-stall"),
    vmid: vmid.optional(),
    seconds: z.number().positive().optional(),
  }),
]);

export type ScenarioEvent = z.output<typeof scenarioEvent>;
