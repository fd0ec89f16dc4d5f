import { nodeParams } from "@/lib/api/nodes";
import { nodePolicyInput, nodePolicyRow } from "@/lib/api/rules";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { updateNodePolicy } from "@/lib/server/rules/update-node-policy";

/** PATCH /api/v1/clusters/{clusterId}/node-policies/{node} — leave a node out of planning, or keep memory of it free. */
export const PATCH = defineRoute({
  role: "operator",
  params: nodeParams,
  body: nodePolicyInput,
  response: nodePolicyRow,
  audit: {
    action: "node.policy",
    target: ({ params }) => `node:${params.clusterId}/${params.node}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, params, body }) => updateNodePolicy(viewer, params, body),
});

export const { OPTIONS, GET, POST, PUT, DELETE } = otherMethods("PATCH");
