import { clusterConnection, clusterParams } from "@/lib/api/clusters";
import { readConnections } from "@/lib/server/clusters/read-connections";
import { AppError } from "@/lib/server/http/app-error";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/clusters/{clusterId}/connection — how one cluster is reached, without its secret. */
export const GET = defineRoute({
  role: "admin",
  params: clusterParams,
  response: clusterConnection,
  handle: async ({ viewer, params }) => {
    const connection = (await readConnections(viewer)).find(({ id }) => id === params.clusterId);
    if (!connection) throw new AppError("not_found", "There is no such cluster.");
    return connection;
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
