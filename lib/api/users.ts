import { z } from "zod";

export const role = z.enum(["viewer", "operator", "admin"]);
export type Role = z.infer<typeof role>;

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9][a-z0-9._@-]{1,63}$/,
    "2 to 64 letters, digits and . _ @ -, beginning with a letter or digit",
  );
export const password = z.string().min(12, "at least 12 characters").max(256, "at most 256 characters");

export const userRow = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role,
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  lastSignInAtMs: z.number().nullable(),
  createdAtMs: z.number(),
  activeSessions: z.number().int(),
});
export type UserRow = z.infer<typeof userRow>;

export const userCreate = z.object({
  username,
  name: z.string().trim().min(1).max(100),
  email: z.email().nullable().default(null),
  role,
  password,
});
export const userUpdate = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  email: z.email().nullable().optional(),
  role: role.optional(),
  disabled: z.boolean().optional(),
  password: password.optional(),
});
export const passwordChange = z.object({ currentPassword: z.string().max(256), newPassword: password });

/** First-run set-up: whoever signed in with the one-time password says who they are and chooses their own. */
export const setupInput = z.object({ username, name: z.string().trim().min(1).max(100), password });

export const sessionRow = z.object({
  id: z.uuid(),
  current: z.boolean(),
  createdAtMs: z.number(),
  lastSeenAtMs: z.number(),
  expiresAtMs: z.number(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});

export const userParams = z.object({ userId: z.uuid() });
export const sessionParams = z.object({ sessionId: z.uuid() });
