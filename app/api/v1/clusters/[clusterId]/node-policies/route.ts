import { z } from "zod";
import { nodePolicyRow, rulesParams } from "@/lib/api/rules";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readNodePolicies } from "@/lib/server/rules/read-node-policies";

/** GET /api/v1/clusters/{clusterId}/node-policies — what people decided about nodes. */
export const GET = defineRoute({
  role: "viewer",
  params: rulesParams,
  response: z.array(nodePolicyRow),
  handle: ({ params }) => readNodePolicies(params.clusterId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
