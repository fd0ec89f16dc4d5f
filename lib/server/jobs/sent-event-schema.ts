import "server-only";
import { z } from "zod";

/** One event or several, as Inngest's event API takes them. */
export const sentEvents = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown())])
  .transform((given) => (Array.isArray(given) ? given : [given]))
  .pipe(
    z.array(
      z.object({
        id: z
          .string()
          .max(500)
          .nullish()
          .transform((id) => id ?? undefined),
        name: z.string().min(1).max(200),
        data: z
          .record(z.string(), z.unknown())
          .nullish()
          .transform((data) => data ?? undefined),
        ts: z
          .number()
          .nullish()
          .transform((ts) => ts ?? undefined),
      }),
    ),
  );
