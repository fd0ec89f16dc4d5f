import { z } from "zod";
import { clusterConnection, clusterInput, clusterParams, clusterRow } from "@/lib/api/clusters";
import { removeCluster } from "@/lib/server/clusters/remove-cluster";
import { updateCluster } from "@/lib/server/clusters/update-cluster";
import { AppError } from "@/lib/server/http/app-error";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";

/** GET /api/v1/clusters/{clusterId} — one cluster with its health and use. */
export const GET = defineRoute({
  role: "viewer",
  params: clusterParams,
  response: clusterRow,
  handle: async ({ viewer, params }) => {
    const row = (await readClusterRows(viewer)).find(({ id }) => id === params.clusterId);
    if (!row) throw new AppError("not_found", "There is no such cluster.");
    return row;
  },
});

/** PUT /api/v1/clusters/{clusterId} — change how it is reached; an empty secret keeps the stored one. */
export const PUT = defineRoute({
  role: "admin",
  params: clusterParams,
  body: clusterInput,
  response: clusterConnection,
  audit: {
    action: "cluster.update",
    target: ({ body }) => `cluster:${body.name}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, params, body }) => updateCluster(viewer, params.clusterId, body),
});

/** DELETE /api/v1/clusters/{clusterId} — stop reading it and take it off every page; its history stays. */
export const DELETE = defineRoute({
  role: "admin",
  params: clusterParams,
  response: z.null(),
  audit: { action: "cluster.remove", target: ({ params }) => `cluster:${params.clusterId}` },
  handle: async ({ viewer, params }) => {
    await removeCluster(viewer, params.clusterId);
    return null;
  },
});

export const { OPTIONS, POST, PATCH } = otherMethods("GET", "PUT", "DELETE");
