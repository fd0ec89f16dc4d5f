import { z } from "zod";
import { ruleInput, ruleParams, ruleRow } from "@/lib/api/rules";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { removeRule } from "@/lib/server/rules/remove-rule";
import { updateRule } from "@/lib/server/rules/update-rule";

/** PUT /api/v1/clusters/{clusterId}/rules/{ruleId} — change a rule. */
export const PUT = defineRoute({
  role: "operator",
  params: ruleParams,
  body: ruleInput,
  response: ruleRow,
  audit: {
    action: "rule.update",
    target: ({ params }) => `rule:${params.ruleId}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, params, body }) => updateRule(viewer, params, body),
});

/** DELETE /api/v1/clusters/{clusterId}/rules/{ruleId} — remove a rule. */
export const DELETE = defineRoute({
  role: "operator",
  params: ruleParams,
  response: z.null(),
  audit: { action: "rule.remove", target: ({ params }) => `rule:${params.ruleId}` },
  handle: ({ viewer, params }) => removeRule(viewer, params),
});

export const { OPTIONS, GET, POST, PATCH } = otherMethods("PUT", "DELETE");
