import { z } from "zod";
import { scenarioAccess } from "./scenario-access";
import { scenarioEvent } from "./scenario-events";
import { scenarioGuest } from "./scenario-guest";
import { bytes, count, instant, nodeName, share, vmid } from "./scenario-values";

/** PVE releases that the simulator can answer as. */
export const PVE_RELEASES = ["8.4", "9.0", "9.1", "9.2"] as const;

export type PveRelease = (typeof PVE_RELEASES)[number];

const nodePressure = z.strictObject({
  cpuSome: share.default(0),
  ioSome: share.default(0),
  ioFull: share.default(0),
  memorySome: share.default(0),
  memoryFull: share.default(0),
});

const node = z.strictObject({
  name: nodeName,
  /** Threads, as PVE counts them. */
  cores: count,
  /** Release of this node alone, as in the middle of an upgrade. Default: the cluster's. */
  pve: z.enum(PVE_RELEASES).optional(),
  memory: bytes.min(1, "must be 1 or more"),
  status: z.enum(["online", "offline"]).default("online"),
  /** Share of the cores that the host itself uses. */
  baseCpu: share.default(0),
  /** Bytes that the host itself uses. */
  baseMemory: bytes.default(0),
  iowait: share.default(0),
  pressure: nodePressure.prefault({}),
  maintenance: z.boolean().default(false),
  ignored: z.boolean().default(false),
  /** Bytes to keep free. */
  memoryReserve: bytes.default(0),
  cpuModel: z.string().min(1).default("x86-64-v3"),
  /** Bytes per second between this node and another. */
  migrationBandwidth: z.number().min(1, "must be 1 or more").default(125_000_000),
  sockets: count.default(1),
  swap: bytes.default(8_589_934_592),
  swapUsed: bytes.default(0),
  /** Size and use of the root file system. */
  rootTotal: bytes.default(103_079_215_104),
  rootUsed: bytes.default(12_884_901_888),
});

const storage = z.strictObject({
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9\-_.]*$/, "must be a storage name, such as local-lvm"),
  type: z.string().min(1).default("dir"),
  /** Default: as PVE has it for the type. */
  shared: z.boolean().optional(),
  content: z.array(z.string().min(1)).default(["images", "rootdir"]),
  /** Default: every node. */
  nodes: z.array(nodeName).optional(),
  total: bytes.default(0),
  /** One number, or bytes by node for a local storage. */
  used: z.union([bytes, z.record(z.string(), bytes)]).default(0),
});

const rule = z.strictObject({
  id: z.string().min(1).optional(),
  kind: z.enum(["affinity", "anti-affinity", "pin", "ignore"]),
  /** A rule that is not strict may be broken when nothing else helps. */
  strict: z.boolean().default(true),
  guests: z.array(vmid).default([]),
  tags: z.array(z.string().min(1)).default([]),
  pools: z.array(z.string().min(1)).default([]),
  nodes: z.array(nodeName).default([]),
  /** Of the nodes of a pin: higher is preferred. HA alone knows these. */
  priorities: z.record(z.string(), z.number().int().min(0)).optional(),
  /** A rule that is kept but not heeded. */
  disabled: z.boolean().optional(),
  comment: z.string().optional(),
});

const mapping = z.strictObject({
  id: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]+$/, "must be a name, such as gpu0"),
  kind: z.enum(["pci", "usb", "dir"]).default("pci"),
  description: z.string().optional(),
  /** The device or folder by node, such as `0000:01:00.0`, `046d:c52b` or `/srv/share`. */
  nodes: z.record(z.string(), z.string().min(1)),
  /** Whether a device of this mapping can move with a VM that runs. */
  liveMigration: z.boolean().default(false),
});

const backup = z.strictObject({
  storage: z.string().min(1),
  /** Where it was made; of a local storage also where it lies. */
  node: nodeName,
  vmid,
  type: z.enum(["qemu", "lxc"]).default("qemu"),
  takenAt: instant,
  size: bytes,
});

/** cpu and iowait are shares; memory is a share up to 1 and bytes above. For guests cpu is in cores. */
const reading = z.strictObject({
  cpu: z.number().nonnegative().optional(),
  memory: bytes.optional(),
  iowait: share.optional(),
});

const historyPoint = z.strictObject({
  /** A time, or seconds before (negative) or after the scenario's clock. */
  at: z.union([instant, z.number()]),
  nodes: z.record(z.string(), reading).default({}),
  guests: z.record(z.string(), reading).default({}),
});

/** One cluster at one moment, optionally with behaviour: what the simulator, planner and scorer read. */
export const scenario = z.strictObject({
  version: z.literal(1, "must be 1, the only version there is").default(1),
  name: z.string().min(1).default("scenario"),
  pve: z.enum(PVE_RELEASES).default("9.1"),
  seed: z.number().int("must be a whole number").default(1),
  /** Default: the simulator begins now, and at 2026-01-05T08:00:00Z when its clock is stepped by hand. */
  clock: instant.optional(),
  /** Cluster name in corosync. Default: the scenario's name; a single node without one is no cluster. */
  cluster: z.string().min(1).optional(),
  nodes: z.array(node).min(1, "must have at least one node"),
  storages: z.array(storage).default([]),
  guests: z.array(scenarioGuest).default([]),
  rules: z.array(rule).default([]),
  /** Nodes to empty. */
  evacuate: z.array(nodeName).default([]),
  settings: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).default({}),
  history: z.array(historyPoint).default([]),
  events: z.array(scenarioEvent).default([]),
  access: scenarioAccess.prefault({}),
  /** Datacenter options, such as `migration` and `crs`, as `/cluster/options` answers them. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** Devices and folders that have one name in the whole cluster. */
  mappings: z.array(mapping).default([]),
  /** Backups that lie on storages. */
  backups: z.array(backup).default([]),
  backupJobs: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        schedule: z.string().min(1).default("02:30"),
        storage: z.string().min(1),
        /** Default: every guest. */
        guests: z.array(vmid).optional(),
        enabled: z.boolean().default(true),
      }),
    )
    .default([]),
  replications: z
    .array(
      z.strictObject({
        guest: vmid,
        target: nodeName,
        schedule: z.string().min(1).default("*/15"),
        disabled: z.boolean().default(false),
      }),
    )
    .default([]),
});

export type Scenario = z.output<typeof scenario>;
export type ScenarioInput = z.input<typeof scenario>;
export type ScenarioNode = Scenario["nodes"][number];
export type ScenarioStorage = Scenario["storages"][number];
export type ScenarioRule = Scenario["rules"][number];
export type ScenarioHistoryPoint = Scenario["history"][number];
