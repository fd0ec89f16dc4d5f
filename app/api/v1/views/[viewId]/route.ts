import { z } from "zod";
import { viewParams } from "@/lib/api/views";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { removeView } from "@/lib/server/views/saved-views";

/** DELETE /api/v1/views/{viewId} — remove one of one's own views. */
export const DELETE = defineRoute({
  role: "viewer",
  params: viewParams,
  response: z.null(),
  audit: { action: "view.remove", target: ({ params }) => `view:${params.viewId}` },
  handle: async ({ viewer, params }) => {
    await removeView(viewer, params.viewId);
    return null;
  },
});

export const { OPTIONS, GET, POST, PUT, PATCH } = otherMethods("DELETE");
