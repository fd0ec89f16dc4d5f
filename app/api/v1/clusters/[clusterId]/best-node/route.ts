import { z } from "zod";
import { bestNodeInput, nodeOffer, recommendationsParams } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { findBestNode } from "@/lib/server/recommendations/find-best-node";

/** POST /api/v1/clusters/{clusterId}/best-node — where a new guest is best made; nothing is made. */
export const POST = defineRoute({
  role: "operator",
  params: recommendationsParams,
  body: bestNodeInput,
  response: z.array(nodeOffer),
  audit: {
    action: "cluster.best-node",
    target: ({ params }) => `cluster:${params.clusterId}`,
    details: ({ body }) => body,
  },
  handle: ({ params, body }) => findBestNode(params.clusterId, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
