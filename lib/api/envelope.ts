import { z } from "zod";

/** Codes a client may branch on; the sentence beside one is for people and may change. */
export const ERROR_CODES = [
  "invalid_input",
  "not_signed_in",
  "forbidden",
  "not_found",
  "conflict",
  "too_many_requests",
  "payload_too_large",
  "method_not_allowed",
  "upstream_unavailable",
  "setup_required",
  "internal",
] as const;

export const errorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof errorCode>;

/** Every refusal and failure has this body. `issues` names the fields of an `invalid_input`. */
export const errorBody = z.object({
  error: z.object({
    code: errorCode,
    message: z.string(),
    requestId: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** `meta` of a list: `total` counts all rows that match, `nextCursor` is null on the last page. */
export const listMeta = z.object({
  total: z.number().int().nonnegative(),
  nextCursor: z.string().nullable(),
});
export type ListMeta = z.infer<typeof listMeta>;

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  cursor: z.string().max(200).optional(),
});
