import { z } from "zod";
import { pageQuery } from "./envelope";
import { moveState } from "./moves";

/** What becomes of a guest when its node is emptied. `leave`: it stays there as it is. */
export const guestChoice = z.enum(["migrate", "shutdown", "leave"]);
export type GuestChoice = z.infer<typeof guestChoice>;

export const maintenanceParams = z.object({ maintenanceId: z.uuid() });
export const maintenanceQuery = z.object({ cluster: z.uuid().optional() });
export const maintenanceHistoryQuery = pageQuery.extend({
  cluster: z.uuid().optional(),
  node: z.string().max(128).optional(),
});

/**
 * How far emptying a node is. `none`: it was not asked for. `blocked`: what could be done is done, and what is left says why; it goes on
 * by itself when that is mended. `empty`: read again and found to be so.
 */
export const evacuationState = z.enum([
  "none",
  "running",
  "paused",
  "cancelling",
  "cancelled",
  "blocked",
  "empty",
]);

/** How far bringing guests home is. `partial`: it has ended, and guests that are not home say why. */
export const homeState = z.enum(["none", "running", "paused", "cancelling", "cancelled", "partial", "done"]);
export type HomeState = z.infer<typeof homeState>;

/** Something that keeps a node from being empty, and what helps. */
export const maintenanceBlocker = z.object({
  vmid: z.number().int().nullable(),
  name: z.string().nullable(),
  reason: z.string(),
  detail: z.string(),
  fix: z.string(),
});
export type MaintenanceBlocker = z.infer<typeof maintenanceBlocker>;

export const maintenanceCounts = z.object({
  /** All guests that the maintenance knows of, without templates. */
  total: z.number().int(),
  waiting: z.number().int(),
  underWay: z.number().int(),
  moved: z.number().int(),
  shutDown: z.number().int(),
  left: z.number().int(),
  blocked: z.number().int(),
  /** Guests that came to the node after it was empty. */
  appeared: z.number().int(),
  home: z.number().int(),
  /** Guests that could be brought home. */
  away: z.number().int(),
});

export const maintenanceRow = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  clusterName: z.string(),
  node: z.string(),
  /** Whether the node is in maintenance now. */
  active: z.boolean(),
  startedAtMs: z.number(),
  startedBy: z.string(),
  reason: z.string(),
  untilMs: z.number().nullable(),
  overdue: z.boolean(),
  endedAtMs: z.number().nullable(),
  endedBy: z.string().nullable(),
  /** As the newest reading has it; null where it does not have the node. */
  nodeStatus: z.enum(["online", "offline", "unknown"]).nullable(),
  /** Proxmox VE's own HA has the node in maintenance too. */
  native: z.boolean(),
  evacuation: evacuationState,
  evacuationStartedAtMs: z.number().nullable(),
  evacuationEndedAtMs: z.number().nullable(),
  /** Verified: no guest runs on the node, and none is left but those that were to stay. */
  safeToReboot: z.boolean(),
  home: homeState,
  homeStartedAtMs: z.number().nullable(),
  homeEndedAtMs: z.number().nullable(),
  /** One sentence: how it stands. */
  summary: z.string(),
  /** What keeps it from going on just now, such as a pause of the engine. */
  trouble: z.string().nullable(),
  counts: maintenanceCounts,
  /** Of what is still to be done, as planned last; null while nothing is. */
  secondsLeft: z.number().nullable(),
  wavesLeft: z.number().int().nullable(),
  canEvacuate: z.boolean(),
  canPause: z.boolean(),
  canResume: z.boolean(),
  canCancel: z.boolean(),
  canEnd: z.boolean(),
  canBringHome: z.boolean(),
});
export type MaintenanceRow = z.infer<typeof maintenanceRow>;

/**
 * `waiting`: its turn comes. `under-way`: it moves or shuts down. `moved`, `shut-down`: done. `left`: it stays on purpose. `blocked`: see reason
 * and fix. `recovered`: it left without us, by HA or by somebody. `appeared`: it came after the node was empty. `gone`: it is not in the
 * cluster any more.
 */
export const maintenanceGuestState = z.enum([
  "waiting",
  "under-way",
  "moved",
  "shut-down",
  "left",
  "blocked",
  "recovered",
  "appeared",
  "gone",
]);
export type MaintenanceGuestState = z.infer<typeof maintenanceGuestState>;

/** `away`: it could come home. `blocked`: its home does not take it now, see reason. */
export const guestHomeState = z.enum(["none", "away", "under-way", "home", "blocked", "gone"]);
export type GuestHomeState = z.infer<typeof guestHomeState>;

export const maintenanceGuest = z.object({
  vmid: z.number().int(),
  name: z.string().nullable(),
  kind: z.enum(["qemu", "lxc"]),
  running: z.boolean(),
  ha: z.boolean(),
  /** The admin's; null where it is the default. */
  choice: guestChoice.nullable(),
  /** What is or was done; null while it is not planned. */
  action: z.enum(["live", "restart", "offline", "shutdown", "leave"]).nullable(),
  state: maintenanceGuestState,
  /** Where it came from, and where it goes or went. */
  from: z.string(),
  to: z.string().nullable(),
  /** Where the newest reading has it. */
  node: z.string().nullable(),
  wave: z.number().int().nullable(),
  seconds: z.number().nullable(),
  moveId: z.uuid().nullable(),
  moveState: moveState.nullable(),
  /** Of a shut-down or a start. */
  upid: z.string().nullable(),
  tries: z.number().int(),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
  home: guestHomeState,
  homeMoveId: z.uuid().nullable(),
  homeMoveState: moveState.nullable(),
  homeReason: z.string().nullable(),
});
export type MaintenanceGuest = z.infer<typeof maintenanceGuest>;

export const maintenanceDetail = maintenanceRow.extend({
  guests: z.array(maintenanceGuest),
  blockers: z.array(maintenanceBlocker),
  /** What an operator should know, such as that HA may send its guests back. */
  notes: z.array(z.string()),
  /** Of its moves: `GET /api/v1/moves?batch=`. */
  batchId: z.uuid(),
});
export type MaintenanceDetail = z.infer<typeof maintenanceDetail>;

/** A node that Proxmox VE's HA has put into maintenance; only a shell on a node can end that. */
export const nativeMaintenance = z.object({
  clusterId: z.uuid(),
  clusterName: z.string(),
  node: z.string(),
  /** Guests that HA does not manage, and that are therefore still on it. */
  guestsLeft: z.number().int(),
});

export const maintenanceOverview = z.object({
  active: z.array(maintenanceRow),
  /** Ended in the last thirty days with guests that are not home yet, or being brought home; newest first. */
  open: z.array(maintenanceRow),
  native: z.array(nativeMaintenance),
});
export type MaintenanceOverview = z.infer<typeof maintenanceOverview>;

export const previewGuest = z.object({
  vmid: z.number().int(),
  name: z.string().nullable(),
  kind: z.enum(["qemu", "lxc"]),
  running: z.boolean(),
  ha: z.boolean(),
  template: z.boolean(),
  choice: guestChoice,
  action: z.enum(["live", "restart", "offline", "shutdown", "leave", "blocked"]),
  from: z.string(),
  to: z.string().nullable(),
  wave: z.number().int().nullable(),
  seconds: z.number().nullable(),
  downtimeMs: z.number().nullable(),
  bytes: z.number().nullable(),
  reason: z.string(),
  fix: z.string().nullable(),
});

const nodeEffect = z.object({
  node: z.string(),
  /** Shares of capacity in use. */
  cpuBefore: z.number(),
  cpuAfter: z.number(),
  memoryBefore: z.number(),
  memoryAfter: z.number(),
  scoreBefore: z.number(),
  scoreAfter: z.number(),
  guestsBefore: z.number().int(),
  guestsAfter: z.number().int(),
});

/** What emptying a node would do. Nothing is stored. */
export const evacuationPreview = z.object({
  clusterId: z.uuid(),
  node: z.string(),
  readAtMs: z.number(),
  /** `empty`: there is nothing to do. `blocked`: some guests cannot go; the others can all the same. */
  verdict: z.enum(["empty", "plan", "blocked"]),
  summary: z.string(),
  guests: z.array(previewGuest),
  blockers: z.array(maintenanceBlocker),
  notes: z.array(z.string()),
  waves: z.number().int(),
  seconds: z.number(),
  bytes: z.number(),
  scoreBefore: z.number().nullable(),
  scoreAfter: z.number().nullable(),
  nodes: z.array(nodeEffect),
});
export type EvacuationPreview = z.infer<typeof evacuationPreview>;

/** What bringing the guests home would do, as the cluster is now. */
export const homePreview = z.object({
  node: z.string(),
  summary: z.string(),
  waves: z.number().int(),
  seconds: z.number(),
  guests: z.array(
    z.object({
      vmid: z.number().int(),
      name: z.string().nullable(),
      kind: z.enum(["qemu", "lxc"]),
      action: z.enum(["live", "restart", "offline", "start", "blocked"]),
      from: z.string(),
      to: z.string(),
      wave: z.number().int().nullable(),
      seconds: z.number().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type HomePreview = z.infer<typeof homePreview>;
