import { z } from "zod";

const acl = z.array(
  z.strictObject({
    path: z.string().startsWith("/", "must begin with /").default("/"),
    role: z.string().min(1),
    propagate: z.boolean().default(true),
  }),
);

/**
 * Who may use the simulated cluster. Default: `root@pam` and one token with the rights that Evenkeel
 * asks for; secrets and passwords that are left out are made from the seed.
 */
export const scenarioAccess = z.strictObject({
  users: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[^\s:/]+@[a-z]+$/, "must look like user@realm"),
        password: z.string().min(1).optional(),
        acl: acl.default([]),
      }),
    )
    .default([]),
  tokens: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[^\s:/]+@[a-z]+![A-Za-z][A-Za-z0-9._-]+$/, "must look like user@realm!name"),
        secret: z
          .string()
          .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "must be a lower-case UUID")
          .optional(),
        /** Rights of the token itself; without privilege separation it has its user's. */
        privilegeSeparation: z.boolean().default(true),
        acl: acl.default([]),
      }),
    )
    .default([]),
});

export type ScenarioAccess = z.output<typeof scenarioAccess>;
