import { moveDetail, moveParams, moveResolution } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { resolveMove } from "@/lib/server/moves/resolve-move";

/** POST /api/v1/moves/{moveId}/resolve — say what became of a move whose end is not known. */
export const POST = defineRoute({
  role: "operator",
  params: moveParams,
  body: moveResolution,
  response: moveDetail,
  audit: {
    action: "move.resolve",
    target: ({ params }) => `move:${params.moveId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => resolveMove(viewer, params.moveId, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
