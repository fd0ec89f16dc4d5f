import { movePreflight, preflightQuery } from "@/lib/api/move-preflight";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { previewMove } from "@/lib/server/moves/preview-move";

/** GET /api/v1/moves/preflight — what a move of a guest to a node would mean now. */
export const GET = defineRoute({
  role: "viewer",
  query: preflightQuery,
  response: movePreflight,
  handle: ({ query: { cluster, vmid, target } }) => previewMove({ clusterId: cluster, vmid, target }),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
