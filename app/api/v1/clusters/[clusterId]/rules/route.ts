import { z } from "zod";
import { ruleInput, ruleRow, rulesParams } from "@/lib/api/rules";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { createRule } from "@/lib/server/rules/create-rule";
import { readRules } from "@/lib/server/rules/read-rules";

/** GET /api/v1/clusters/{clusterId}/rules — the rules made on the page. */
export const GET = defineRoute({
  role: "viewer",
  params: rulesParams,
  response: z.array(ruleRow),
  handle: ({ params }) => readRules(params.clusterId),
});

/** POST /api/v1/clusters/{clusterId}/rules — add a rule about where guests may be. */
export const POST = defineRoute({
  role: "operator",
  params: rulesParams,
  body: ruleInput,
  response: ruleRow,
  status: 201,
  audit: {
    action: "rule.create",
    target: ({ params }) => `cluster:${params.clusterId}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, params, body }) => createRule(viewer, params.clusterId, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
