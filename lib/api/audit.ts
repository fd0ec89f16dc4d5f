import { z } from "zod";
import { pageQuery } from "./envelope";

export const auditRow = z.object({
  id: z.string(),
  atMs: z.number(),
  actorId: z.uuid().nullable(),
  actorName: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  ipAddress: z.string().nullable(),
  requestId: z.string().nullable(),
  /** `ok`, or the error code. */
  result: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;
export const auditList = z.array(auditRow);

export const auditQuery = pageQuery.extend({
  actor: z.string().max(100).optional(),
  /** An action or the beginning of one, such as `cluster.`. */
  action: z.string().max(100).optional(),
  target: z.string().max(200).optional(),
  result: z.string().max(40).optional(),
  fromMs: z.coerce.number().int().nonnegative().optional(),
  toMs: z.coerce.number().int().nonnegative().optional(),
});

/** Outcome of walking the whole chain. Note `headHash` elsewhere to notice later that the newest entries were cut off. */
export const auditChain = z.object({
  intact: z.boolean(),
  entries: z.number().int(),
  headId: z.string().nullable(),
  headHash: z.string().nullable(),
  /** The first entry that does not fit, and why. */
  broken: z.object({ id: z.string(), reason: z.string() }).nullable(),
});
export type AuditChain = z.infer<typeof auditChain>;
