import { z } from "zod";
import { bytes, count, instant, nodeName, share, vmid } from "./scenario-values";

const factor = z.number().nonnegative("must not be negative");

/** Seconds from the start; starts again after the last point. cpu in cores, memory in bytes. */
export const tracePoints = z
  .array(z.strictObject({ at: z.number().nonnegative(), cpu: factor, memory: bytes.optional() }))
  .min(1, "must have at least one point");

/**
 * How a guest's use changes with time, around its `cpuUsed` and `memoryUsed`. Times are seconds; an
 * amplitude is a share of the use (0.5 swings by half of it). Default: steady.
 */
const load = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("steady") }),
  z.strictObject({
    kind: z.literal("sine"),
    period: z.number().positive().default(3600),
    amplitude: share.default(0.5),
    /** Share of a period by which the wave is ahead. */
    phase: z.number().default(0),
  }),
  z.strictObject({
    kind: z.literal("daily"),
    amplitude: share.default(0.5),
    /** Hour of the day (UTC) with the most load. */
    peakHour: z.number().min(0).max(24).default(14),
    /** What is left of the load on Saturday and Sunday. */
    weekend: factor.default(0.6),
  }),
  z.strictObject({
    kind: z.literal("bursty"),
    every: z.number().positive().default(900),
    length: z.number().positive().default(60),
    /** Load within a burst, as a multiple of the use outside. */
    factor: factor.default(4),
  }),
  z.strictObject({
    kind: z.literal("growing"),
    /** Share of today's use added each day; negative shrinks. */
    perDay: z.number(),
    resource: z.enum(["cpu", "memory", "both"]).default("both"),
  }),
  z.strictObject({
    kind: z.literal("trace"),
    /** JSON list of points beside the scenario's file; the simulator reads it. */
    file: z.string().min(1).optional(),
    points: tracePoints.optional(),
  }),
]);

export type ScenarioLoad = z.output<typeof load>;

export const guestPressure = z.strictObject({
  cpuSome: share.default(0),
  ioSome: share.default(0),
  memorySome: share.default(0),
});

const snapshot = z.strictObject({
  name: z.string().min(1),
  description: z.string().default(""),
  takenAt: instant,
  withMemory: z.boolean().default(false),
  parent: z.string().optional(),
});

/**
 * A VM or container. Cores in use in `cpuUsed` (default 0); bytes in use in `memoryUsed` (default: all
 * of `memory` while running, because an unknown use must not look like free memory).
 */
const guestFields = z.strictObject({
  vmid,
  /** Default: as PVE names it, `VM 100` or `CT100`. */
  name: z.string().min(1).optional(),
  type: z.enum(["qemu", "lxc"]).default("qemu"),
  node: nodeName,
  status: z.enum(["running", "stopped", "paused"]).default("running"),
  cores: count,
  sockets: count.default(1),
  memory: bytes.min(1, "must be 1 or more"),
  cpuUsed: factor.default(0),
  memoryUsed: bytes.optional(),
  /** When these two are what is used, whatever the load makes of them before and after. */
  usedAt: instant.optional(),
  pressure: guestPressure.prefault({}),
  disks: z
    .array(z.strictObject({ key: z.string().min(1), storage: z.string().min(1), size: bytes }))
    .default([]),
  /** Mount points of a container that are not volumes of a storage. */
  mounts: z
    .array(
      z.strictObject({
        key: z.string().min(1),
        volume: z.string().min(1),
        shared: z.boolean().default(false),
      }),
    )
    .default([]),
  /** Keys of passed-through devices, such as `hostpci0`. */
  passthrough: z.array(z.string().min(1)).default([]),
  /** Devices of a VM that are mapped, by key: `{ hostpci0: gpu0 }`. They are not in `passthrough`. */
  mapped: z.record(z.string().regex(/^(hostpci|usb|virtiofs)\d+$/), z.string().min(1)).optional(),
  /** Oldest first. */
  snapshots: z.array(snapshot).optional(),
  /** The snapshot that the present state goes on from. */
  currentSnapshot: z.string().optional(),
  tags: z.array(z.string().min(1)).default([]),
  pool: z.string().min(1).nullable().default(null),
  lock: z.string().min(1).nullable().default(null),
  template: z.boolean().default(false),
  ha: z
    .strictObject({
      state: z.string().min(1).default("started"),
      managed: z.boolean().default(true),
      /** Times that a start is tried again on the same node, and then on others. PVE's default: 1 each. */
      maxRestart: z.number().int().min(0).optional(),
      maxRelocate: z.number().int().min(0).optional(),
      failback: z.boolean().optional(),
      autoRebalance: z.boolean().optional(),
      comment: z.string().optional(),
    })
    .nullable()
    .default(null),
  /** Higher goes first where an order must be chosen. */
  priority: z.number().default(0),
  /** Bytes written to memory per second while migrating. */
  dirtyRate: bytes.default(0),
  load: load.default({ kind: "steady" }),
  /** Whether the QEMU guest agent answers. */
  agent: z.boolean().default(true),
  onboot: z.boolean().default(false),
  /** CPU type of a VM. */
  cpuType: z.string().min(1).default("x86-64-v2-AES"),
  ostype: z.string().min(1).optional(),
});

/** A template cannot run, whatever its status says. */
export const scenarioGuest = guestFields.transform((guest) =>
  guest.template ? { ...guest, status: "stopped" as const } : guest,
);

export type ScenarioGuest = z.output<typeof scenarioGuest>;
