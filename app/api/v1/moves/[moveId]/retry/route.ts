import { moveDetail, moveParams } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { retryMove } from "@/lib/server/moves/repeat-move";

/** POST /api/v1/moves/{moveId}/retry — ask once more for a move that did not happen. */
export const POST = defineRoute({
  role: "operator",
  params: moveParams,
  response: moveDetail,
  audit: { action: "move.retry", target: ({ params }) => `move:${params.moveId}`, success: "handler" },
  handle: ({ viewer, params }) => retryMove(viewer, params.moveId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
