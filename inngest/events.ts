import { eventType } from "inngest";
import { z } from "zod";

/** A cluster's minute of readings begins. Sent once per active cluster and minute. */
export const clusterCollectionDue = eventType("evenkeel/cluster.collection.due", {
  schema: z.object({ clusterId: z.uuid(), minuteMs: z.int() }),
});

/** A cluster was added, resumed or edited: it is to be read at once. */
export const clusterChanged = eventType("evenkeel/cluster.changed", {
  schema: z.object({ clusterId: z.uuid() }),
});

/** A cluster was paused or removed: what still reads it is to stop. */
export const clusterStopped = eventType("evenkeel/cluster.stopped", {
  schema: z.object({ clusterId: z.uuid() }),
});

/** A cluster's history has a gap that its own records (RRD) may fill, such as after its first reading. */
export const clusterBackfillDue = eventType("evenkeel/cluster.backfill.due", {
  schema: z.object({ clusterId: z.uuid() }),
});

/** A cluster has a new reading, told about once a minute: what is advised for it may be out of date. */
export const clusterRead = eventType("evenkeel/cluster.read", {
  schema: z.object({ clusterId: z.uuid() }),
});

/** A move can go on: it was asked for, it is its turn, or whoever carried it out is gone. */
export const moveDue = eventType("evenkeel/move.due", {
  schema: z.object({ moveId: z.uuid() }),
});

/** An approved plan can go on: it was approved or resumed, or a move of it has ended. */
export const planDue = eventType("evenkeel/plan.due", {
  schema: z.object({ planId: z.uuid() }),
});

/** A maintenance can go on: its node is to be emptied, or its guests come home. */
export const maintenanceDue = eventType("evenkeel/maintenance.due", {
  schema: z.object({ maintenanceId: z.uuid() }),
});

/** What a person asked of a guest can go on: a start, a shut-down, a reboot, a stop. */
export const powerDue = eventType("evenkeel/power.due", {
  schema: z.object({ taskId: z.uuid() }),
});

/** A run of automation can go on: it is to begin, or whoever carried it out is gone. */
export const automationDue = eventType("evenkeel/automation.due", {
  schema: z.object({ runId: z.uuid() }),
});
