import { clusterConnection, clusterInput, clusterList } from "@/lib/api/clusters";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";

/** GET /api/v1/clusters — every cluster with its health and use. */
export const GET = defineRoute({
  role: "viewer",
  response: clusterList,
  handle: ({ viewer }) => readClusterRows(viewer),
});

/** POST /api/v1/clusters — connect one more cluster. */
export const POST = defineRoute({
  role: "admin",
  body: clusterInput,
  response: clusterConnection,
  status: 201,
  audit: {
    action: "cluster.create",
    target: ({ body }) => `cluster:${body.name}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, body }) => createCluster(viewer, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
