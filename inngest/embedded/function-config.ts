import { z } from "zod";

const trigger = z.union([
  z.strictObject({ cron: z.string() }),
  z.strictObject({ event: z.string().min(1), expression: z.string().optional() }),
]);

const limit = z.strictObject({
  limit: z.int().min(0),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

/**
 * What the SDK tells a server about one function. Strict: whatever is not listed here is not honoured by the
 * embedded runner and must stop it from starting.
 */
export const functionConfig = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    triggers: z.array(trigger),
    steps: z.strictObject({
      step: z.strictObject({
        id: z.string(),
        name: z.string(),
        runtime: z.unknown(),
        retries: z.strictObject({ attempts: z.int().min(0).max(20) }).optional(),
      }),
    }),
    concurrency: z.union([z.int().min(0), limit, z.array(limit).max(2)]).optional(),
    singleton: z.strictObject({ key: z.string().optional(), mode: z.enum(["skip", "cancel"]) }).optional(),
    idempotency: z.string().optional(),
    debounce: z
      .strictObject({ key: z.string().optional(), period: z.string(), timeout: z.string().optional() })
      .optional(),
    cancel: z
      .array(z.strictObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
      .optional(),
    batchEvents: z.undefined("is not supported by the embedded runner").optional(),
    rateLimit: z.undefined("is not supported by the embedded runner").optional(),
    throttle: z.undefined("is not supported by the embedded runner").optional(),
    priority: z.undefined("is not supported by the embedded runner").optional(),
    timeouts: z.undefined("is not supported by the embedded runner").optional(),
  })
  .refine(
    ({ debounce, singleton, idempotency }) =>
      debounce === undefined || (singleton === undefined && idempotency === undefined),
    {
      path: ["debounce"],
      message: "cannot be combined with singleton or idempotency by the embedded runner",
    },
  );
export type FunctionConfig = z.infer<typeof functionConfig>;
