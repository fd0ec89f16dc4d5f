import { moveDetail, moveParams } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { rollBackMove } from "@/lib/server/moves/repeat-move";

/** POST /api/v1/moves/{moveId}/rollback — send a guest back to where it came from. */
export const POST = defineRoute({
  role: "operator",
  params: moveParams,
  response: moveDetail,
  audit: { action: "move.rollback", target: ({ params }) => `move:${params.moveId}`, success: "handler" },
  handle: ({ viewer, params }) => rollBackMove(viewer, params.moveId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
