import { moveDetail, moveParams } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readMove } from "@/lib/server/moves/read-moves";

/** GET /api/v1/moves/{moveId} — one move with its progress and its timeline. */
export const GET = defineRoute({
  role: "viewer",
  params: moveParams,
  response: moveDetail,
  handle: ({ params }) => readMove(params.moveId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
