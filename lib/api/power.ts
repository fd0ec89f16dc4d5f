import { z } from "zod";

export const POWER_ACTIONS = ["start", "shutdown", "reboot", "stop"] as const;
export const powerAction = z.enum(POWER_ACTIONS);
export type PowerActionName = z.infer<typeof powerAction>;

export const powerInput = z.strictObject({
  action: powerAction,
  /** Where whoever asks has seen the guest; elsewhere by now refuses it. */
  node: z.string().min(1).max(128).optional(),
});
export type PowerInput = z.infer<typeof powerInput>;

/** What became of one wish to start, end or restart a guest. */
export const powerTaskRow = z.object({
  id: z.uuid(),
  clusterId: z.uuid(),
  vmid: z.number().int(),
  node: z.string(),
  action: powerAction,
  /** `asked` before Proxmox VE has a task for it. */
  state: z.enum(["asked", "running", "done", "failed"]),
  /** Null when a maintenance asked for it. */
  requestedBy: z.string().nullable(),
  requestedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** The task of Proxmox VE. */
  upid: z.string().nullable(),
  /** One sentence; null while it goes on. */
  result: z.string().nullable(),
  /** What to do about a failure. */
  fix: z.string().nullable(),
  /** What keeps it from going on at the moment. */
  trouble: z.string().nullable(),
});
export type PowerTaskRow = z.infer<typeof powerTaskRow>;
export const powerTaskList = z.array(powerTaskRow);
