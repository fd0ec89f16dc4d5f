import { z } from "zod";
import { moveDetail, moveInput, moveQuery, moveRow } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { readMoves } from "@/lib/server/moves/read-moves";
import { requestMove } from "@/lib/server/moves/request-move";

/** GET /api/v1/moves — moves of all clusters, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: moveQuery,
  response: z.array(moveRow),
  handle: async ({ query }) => {
    const { rows, meta } = await readMoves(query);
    return withMeta(rows, meta);
  },
});

/** POST /api/v1/moves — move one guest to another node. */
export const POST = defineRoute({
  role: "operator",
  body: moveInput,
  response: moveDetail,
  status: 202,
  audit: {
    action: "move.request",
    target: ({ body }) => `guest:${body.vmid}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, body }) =>
    requestMove(viewer, { ...body, source: body.recommendationId ? "plan" : "manual" }),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
