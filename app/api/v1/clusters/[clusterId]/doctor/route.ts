import { clusterParams } from "@/lib/api/clusters";
import { doctorReport } from "@/lib/api/doctor";
import { diagnoseCluster } from "@/lib/server/clusters/diagnose-cluster";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/clusters/{clusterId}/doctor — what its token may do, what is missing and the lines that grant it. */
export const GET = defineRoute({
  role: "admin",
  params: clusterParams,
  response: doctorReport,
  handle: ({ viewer, params }) => diagnoseCluster(viewer, params.clusterId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
