import { z } from "zod";
import { nodeScore } from "./nodes";

export const scorePreviewParams = z.object({ clusterId: z.uuid() });

const settings = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]));

export const scorePreviewQuery = z.object({
  /** JSON object of edited settings of scoring by their keys; what it leaves out is as stored. */
  settings: z
    .string()
    .max(20_000)
    .default("{}")
    .transform((text, context) => {
      const read = settings.safeParse(parsed(text));
      if (read.success) return read.data;
      context.addIssue({ code: "custom", message: "must be a JSON object of settings" });
      return z.NEVER;
    }),
});

const score = nodeScore.pick({ penaltyPoints: true, suitabilityPercent: true, verdict: true });

/** How the newest reading of a cluster scores with the settings as they are stored, and as they are edited. */
export const scorePreview = z.object({
  clusterId: z.uuid(),
  readAtMs: z.number(),
  health: z.object({ stored: z.number().nullable(), edited: z.number().nullable() }),
  nodes: z.array(
    z.object({
      name: z.string(),
      /** False for a node that is not online; it has a score, but no say in the health. */
      online: z.boolean(),
      stored: score,
      edited: score,
      /** What costs most with the edited settings; null when nothing does. */
      mainReason: z.string().nullable(),
    }),
  ),
});
export type ScorePreview = z.infer<typeof scorePreview>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
