import { z } from "zod";
import { taskRow } from "./cluster-parts";
import { pageQuery } from "./envelope";

/** A task of Proxmox VE, as far back as the cluster tells. */
export const clusterTaskRow = taskRow.extend({ clusterId: z.uuid(), node: z.string() });
export type ClusterTaskRow = z.infer<typeof clusterTaskRow>;
export const clusterTaskList = z.array(clusterTaskRow);

export const taskState = z.enum(["running", "failed", "done"]);

export const taskQuery = pageQuery.pick({ limit: true }).extend({
  cluster: z.uuid().optional(),
  node: z.string().max(128).optional(),
  state: taskState.optional(),
  /** Part of the type, what it is about, the user, the node or how it ended. */
  text: z.string().trim().max(200, "at most 200 characters").optional(),
});

export const taskLogParams = z.object({ clusterId: z.uuid() });

export const taskLogQuery = z.object({
  upid: z.string().max(300),
  /** How many lines are known already. */
  start: z.coerce.number().int().min(0).max(10_000_000).default(0),
});

/** What a task of Proxmox VE wrote, from one line on. */
export const taskLog = z.object({
  upid: z.string(),
  node: z.string(),
  type: z.string(),
  subject: z.string(),
  user: z.string(),
  startedAtMs: z.number(),
  start: z.number().int(),
  lines: z.array(z.string()),
  /** `OK`, `WARNINGS: n` or the error; null while it runs. */
  exitStatus: z.string().nullable(),
  /** True once the task has ended and no line is left. */
  complete: z.boolean(),
});
export type TaskLog = z.infer<typeof taskLog>;
