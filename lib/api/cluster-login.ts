import { z } from "zod";
import { clusterInput, connectionProblem } from "./clusters";

/** A user's own credentials, used once to make a token and then forgotten. */
export const clusterLogin = z.object({
  /** `user@realm`. */
  username: z.string().trim().min(3).max(120),
  password: z.string().min(1).max(200),
  /** Code of a second factor (TOTP), where the user has one. */
  otp: z.string().trim().max(20).nullable().default(null),
});
export type ClusterLogin = z.infer<typeof clusterLogin>;

/** A new cluster without a token: Evenkeel logs in, makes one for this user and keeps only that. */
export const clusterLoginInput = clusterInput
  .omit({ tokenId: true, tokenSecret: true })
  .extend({ login: clusterLogin });
export type ClusterLoginInput = z.infer<typeof clusterLoginInput>;

export const certificateInput = clusterInput.pick({ endpoints: true });

/** The certificate of each endpoint, for the administrator to compare before anything secret is sent. */
export const endpointCertificate = z.object({
  host: z.string(),
  port: z.number().int(),
  fingerprint: z.string().nullable(),
  trustedBySystem: z.boolean().nullable(),
  problem: connectionProblem.nullable(),
});
export type EndpointCertificate = z.infer<typeof endpointCertificate>;

export const endpointCertificates = z.array(endpointCertificate);
