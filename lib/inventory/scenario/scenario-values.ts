import { z } from "zod";

/** Names that PVE would accept, so that a scenario never describes an impossible cluster. */
export const nodeName = z
  .string()
  .regex(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/, "must be a host name without dots, such as pve1");

export const vmid = z
  .number()
  .int("must be a whole number")
  .min(100, "must be 100 or more")
  .max(999_999_999, "must be at most 999999999");

export const bytes = z
  .number()
  .nonnegative("must not be negative")
  .max(2 ** 63, "must be at most 2^63 bytes");
export const share = z.number().min(0, "must be a share from 0 to 1").max(1, "must be a share from 0 to 1");
export const count = z.number().int("must be a whole number").min(1, "must be 1 or more");

/** An ISO 8601 time, such as `2026-01-05T08:00:00Z`. */
export const instant = z.iso.datetime({ offset: true, error: "must be a time such as 2026-01-05T08:00:00Z" });
