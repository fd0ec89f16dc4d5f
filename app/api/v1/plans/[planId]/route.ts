import { planParams, planRunDetail } from "@/lib/api/plans";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readPlan } from "@/lib/server/plans/read-plans";

/** GET /api/v1/plans/{planId} — an approved plan with its steps and what happened. */
export const GET = defineRoute({
  role: "viewer",
  params: planParams,
  response: planRunDetail,
  handle: ({ params }) => readPlan(params.planId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
