import { clusterParams } from "@/lib/api/clusters";
import { moveSpeed } from "@/lib/api/move-speed";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readMoveSpeed } from "@/lib/server/recommendations/read-move-speed";

/** GET /api/v1/clusters/{clusterId}/move-speed — how fast moves are expected to be, and whether that was learned. */
export const GET = defineRoute({
  role: "viewer",
  params: clusterParams,
  response: moveSpeed,
  handle: ({ params }) => readMoveSpeed(params.clusterId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
