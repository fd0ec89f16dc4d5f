import { nodeDetail, nodeParams } from "@/lib/api/nodes";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readNodeDetail } from "@/lib/server/live/read-node-detail";

/** GET /api/v1/nodes/{clusterId}/{node} — one node with its score, storages and tasks. */
export const GET = defineRoute({
  role: "viewer",
  params: nodeParams,
  response: nodeDetail,
  handle: ({ viewer, params }) => readNodeDetail(viewer, params.clusterId, params.node),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
