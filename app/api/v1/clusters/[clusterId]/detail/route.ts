import { clusterDetail } from "@/lib/api/cluster-detail";
import { clusterParams } from "@/lib/api/clusters";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readClusterDetail } from "@/lib/server/live/read-cluster-detail";

/** GET /api/v1/clusters/{clusterId}/detail — high availability, balancer, replication, backups and storages of a cluster. */
export const GET = defineRoute({
  role: "viewer",
  params: clusterParams,
  response: clusterDetail,
  handle: ({ viewer, params }) => readClusterDetail(viewer, params.clusterId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
