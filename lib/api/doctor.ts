import { z } from "zod";
import { connectionProblem } from "./clusters";

/** One privilege that Evenkeel can use. */
export const doctorPrivilege = z.object({
  privilege: z.string(),
  path: z.string(),
  /** `reading`: less is shown without it. `acting`: something cannot be done. */
  purpose: z.enum(["reading", "acting"]),
  feature: z.string(),
  state: z.enum(["granted", "partly", "missing"]),
  /** Where it holds, when it does not hold everywhere. */
  heldOn: z.array(z.string()),
  /** Lines for a root shell on any node. */
  fix: z.array(z.string()),
});
export type DoctorPrivilege = z.infer<typeof doctorPrivilege>;

/** One thing that was looked at, with what was found. */
export const doctorFinding = z.object({
  id: z.string(),
  severity: z.enum(["ok", "info", "warning", "critical"]),
  title: z.string(),
  message: z.string(),
  subject: z.string().nullable(),
  /** PVE call that told it, and its HTTP status when it failed. */
  call: z.string().nullable(),
  status: z.number().int().nullable(),
  fix: z.array(z.string()),
});
export type DoctorFinding = z.infer<typeof doctorFinding>;

export const doctorEndpoint = z.object({
  label: z.string(),
  latencyMs: z.number().nullable(),
  pveVersion: z.string().nullable(),
  fingerprint: z.string().nullable(),
  certificateValidToMs: z.number().nullable(),
  certificateTrustedBySystem: z.boolean().nullable(),
  /** The host's clock minus this one. */
  clockOffsetMs: z.number().nullable(),
  problem: connectionProblem.nullable(),
});

/** Answer of an examination: what the token may do, and how the cluster and the way to it are. */
export const doctorReport = z.object({
  clusterId: z.uuid(),
  name: z.string(),
  checkedAtMs: z.number(),
  pveVersion: z.string().nullable(),
  tokenId: z.string(),
  /** Null when PVE does not tell. */
  privilegeSeparation: z.boolean().nullable(),
  endpoints: z.array(doctorEndpoint),
  findings: z.array(doctorFinding),
  /** Null when the token's rights could not be read. */
  privileges: z.array(doctorPrivilege).nullable(),
  /** Lines that grant all that is missing; empty when nothing is. */
  grantAll: z.array(z.string()),
});
export type DoctorReport = z.infer<typeof doctorReport>;
