import { clusterFilter } from "@/lib/api/clusters";
import { nodeList } from "@/lib/api/nodes";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readNodeRows } from "@/lib/server/live/read-node-rows";

/** GET /api/v1/nodes — every node, of one cluster with `?cluster=`. */
export const GET = defineRoute({
  role: "viewer",
  query: clusterFilter,
  response: nodeList,
  handle: ({ viewer, query }) => readNodeRows(viewer, query.cluster),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
