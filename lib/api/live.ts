import { z } from "zod";
import { clusterRow } from "./clusters";
import { READING_FIELDS } from "./guest-readings";
import { guestRow } from "./guests";
import { moveRow } from "./moves";
import { nodeRow } from "./nodes";
import { planRunRow } from "./plans";

/**
 * The live stream (`GET /api/v1/live`, server-sent events). Event id: an opaque cursor; a browser that
 * reconnects with `Last-Event-ID` gets what it missed, or a `reset` when that is no longer known.
 *
 * - `reset`: the whole state of every cluster the viewer may see.
 * - `delta`: what changed with one reading of one cluster. Changed rows carry only their keys
 *   (clusterId + name, clusterId + vmid) and the fields that differ. When many guests have changed, `readings` has what readings change most,
 *   a list of values for each field, and `guests` what else has changed of some. A row whose `readAtMs` was its cluster's moves on
 *   to the delta's `readAtMs` without being mentioned; a row that fell behind says so with its own.
 * - `clusters`: a cluster was added, changed, paused or removed, or its connection problem changed: all rows.
 * - `move`: a move was asked for, changed its state or came further: its whole row. After a
 *   `reset` comes one for each that has not ended; what ended while nobody listened is read from `/api/v1/moves`.
 * - `plan`: the same for an approved plan, without its steps.
 * - `ping`: every 15 s, so that a dead connection is noticed. Data: `{ nowMs }`.
 */
export const liveReset = z.object({
  nowMs: z.number(),
  clusters: z.array(clusterRow),
  nodes: z.array(nodeRow),
  guests: z.array(guestRow),
});
export type LiveReset = z.infer<typeof liveReset>;

export const liveDelta = z.object({
  nowMs: z.number(),
  clusterId: z.uuid(),
  sequence: z.number().int(),
  readAtMs: z.number(),
  cluster: clusterRow.partial(),
  nodes: z.array(nodeRow.partial().required({ clusterId: true, name: true })),
  removedNodes: z.array(z.string()),
  guests: z.array(guestRow.partial().required({ clusterId: true, vmid: true })),
  removedGuests: z.array(z.number().int()),
  readings: z
    .object({
      vmids: z.array(z.number().int()).readonly(),
      values: z.partialRecord(z.enum(READING_FIELDS), z.array(z.number().nullable()).readonly()),
    })
    .nullable(),
});
export type LiveDelta = z.infer<typeof liveDelta>;

export const liveClusters = z.object({ nowMs: z.number(), clusters: z.array(clusterRow) });
export type LiveClusters = z.infer<typeof liveClusters>;

export const liveMove = z.object({ nowMs: z.number(), move: moveRow });
export type LiveMove = z.infer<typeof liveMove>;

export const livePlan = z.object({ nowMs: z.number(), plan: planRunRow });
export type LivePlan = z.infer<typeof livePlan>;
