import { z } from "zod";

/** Pages of which views can be saved. */
export const viewPage = z.enum(["guests", "nodes"]);
export type ViewPage = z.infer<typeof viewPage>;

export const viewsQuery = z.object({ page: viewPage });
export const viewParams = z.object({ viewId: z.uuid() });

export const savedView = z.object({
  id: z.uuid(),
  page: viewPage,
  name: z.string(),
  /** The query of the address, without its question mark. */
  query: z.string(),
});
export type SavedViewRow = z.infer<typeof savedView>;
export const savedViewList = z.array(savedView);

export const savedViewInput = z.strictObject({
  page: viewPage,
  name: z
    .string()
    .trim()
    .min(1, "Give the view a name.")
    .max(60, "At most 60 characters.")
    .regex(/^[^\p{Cc}]*$/u, "Must not have control characters."),
  query: z
    .string()
    .max(2_000, "At most 2,000 characters.")
    .regex(/^[^\p{Cc}]*$/u, "Must not have control characters."),
});
