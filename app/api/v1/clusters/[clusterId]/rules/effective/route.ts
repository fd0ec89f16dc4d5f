import { effectiveRules, rulesParams } from "@/lib/api/rules";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readEffectiveRules } from "@/lib/server/rules/read-effective-rules";

/** GET /api/v1/clusters/{clusterId}/rules/effective — every rule that planning heeds, from wherever, and what contradicts what. */
export const GET = defineRoute({
  role: "viewer",
  params: rulesParams,
  response: effectiveRules,
  handle: ({ params }) => readEffectiveRules(params.clusterId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
