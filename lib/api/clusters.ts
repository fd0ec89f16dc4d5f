import { z } from "zod";

export const tlsPolicy = z.enum(["system", "custom_ca", "fingerprint", "insecure"]);

/** What is wrong with a connection, as a code; the message says it for this one cluster. */
export const CONNECTION_PROBLEM_CODES = [
  "unreachable",
  "timeout",
  "name_not_found",
  "certificate_untrusted",
  "certificate_expired",
  "certificate_name_mismatch",
  "fingerprint_changed",
  "not_tls",
  "not_proxmox",
  "token_invalid",
  "forbidden",
  "server_error",
  "garbage",
  "budget_exhausted",
  /** Not of the connection: what is read cannot be kept. */
  "database_full",
] as const;
export const connectionProblemCode = z.enum(CONNECTION_PROBLEM_CODES);
export type ConnectionProblemCode = z.infer<typeof connectionProblemCode>;

export const connectionProblem = z.object({
  code: connectionProblemCode,
  /** One or two sentences: what happened and what to do. Holds no secret. */
  message: z.string(),
  sinceMs: z.number(),
});
export type ConnectionProblem = z.infer<typeof connectionProblem>;

/** A cluster as lists and the live stream show it. */
export const clusterRow = z.object({
  id: z.uuid(),
  name: z.string(),
  source: z.enum(["console", "environment", "demo"]),
  paused: z.boolean(),
  pveVersion: z.string().nullable(),
  /** Null for a standalone host or before the first reading. */
  quorate: z.boolean().nullable(),
  /** Sequence and time of the newest stored reading; null before the first. */
  sequence: z.number().int().nullable(),
  readAtMs: z.number().nullable(),
  intervalSeconds: z.number(),
  healthPercent: z.number().nullable(),
  nodesOnline: z.number().int(),
  nodesTotal: z.number().int(),
  guestsRunning: z.number().int(),
  guestsTotal: z.number().int(),
  cpuUsedThreads: z.number().nullable(),
  cpuTotalThreads: z.number().nullable(),
  cpuAllocatedThreads: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  memoryAllocatedBytes: z.number().nullable(),
  storageUsedBytes: z.number().nullable(),
  storageTotalBytes: z.number().nullable(),
  problem: connectionProblem.nullable(),
});
export type ClusterRow = z.infer<typeof clusterRow>;

export const clusterList = z.array(clusterRow);
export const clusterParams = z.object({ clusterId: z.uuid() });
export const clusterFilter = z.object({ cluster: z.uuid().optional() });

const endpointInput = z.object({
  host: z.string().trim().min(1).max(253),
  port: z.number().int().min(1).max(65_535).default(8006),
  fingerprint: z.string().trim().max(95).nullable().default(null),
});

export const clusterInput = z.object({
  name: z.string().trim().min(1).max(64),
  endpoints: z.array(endpointInput).min(1).max(16),
  /** `user@realm!name`. */
  tokenId: z.string().trim().min(3).max(200),
  /** Empty on edit: keep the stored one. */
  tokenSecret: z.string().trim().max(200).default(""),
  tlsPolicy,
  caCertificate: z.string().max(100_000).nullable().default(null),
  intervalSeconds: z.number().int().min(5).max(3_600).nullable().default(null),
  paused: z.boolean().default(false),
});
export type ClusterInput = z.infer<typeof clusterInput>;

/** With the id of a stored connection, an empty secret means its stored one. */
export const clusterTestInput = clusterInput.extend({ clusterId: z.uuid().optional() });

/** Answer of a connection test: never throws for an unreachable host, says what was found. */
export const connectionTest = z.object({
  ok: z.boolean(),
  pveVersion: z.string().nullable(),
  clusterName: z.string().nullable(),
  nodes: z.array(z.string()),
  /** SHA-256 of the certificate that the endpoint showed, for the administrator to compare. */
  fingerprint: z.string().nullable(),
  certificateTrustedBySystem: z.boolean().nullable(),
  problem: connectionProblem.nullable(),
});
export type ConnectionTest = z.infer<typeof connectionTest>;

/** One connection as the settings show it: everything but the secret. */
export const clusterConnection = z.object({
  id: z.uuid(),
  name: z.string(),
  source: z.enum(["console", "environment", "demo"]),
  paused: z.boolean(),
  intervalSeconds: z.number().int().nullable(),
  tokenId: z.string(),
  hasTokenSecret: z.boolean(),
  tlsPolicy,
  caCertificate: z.string().nullable(),
  endpoints: z.array(
    z.object({ host: z.string(), port: z.number().int(), fingerprint: z.string().nullable() }),
  ),
  problem: connectionProblem.nullable(),
  lastReadAtMs: z.number().nullable(),
});
export type ClusterConnection = z.infer<typeof clusterConnection>;
