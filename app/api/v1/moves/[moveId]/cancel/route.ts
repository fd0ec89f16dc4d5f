import { moveDetail, moveParams } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { cancelMove } from "@/lib/server/moves/cancel-move";

/** POST /api/v1/moves/{moveId}/cancel — call a move off, or stop its task. */
export const POST = defineRoute({
  role: "operator",
  params: moveParams,
  response: moveDetail,
  audit: { action: "move.cancel", target: ({ params }) => `move:${params.moveId}`, success: "handler" },
  handle: ({ viewer, params }) => cancelMove(viewer, params.moveId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
