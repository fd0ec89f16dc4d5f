import { planParams, planRunDetail } from "@/lib/api/plans";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { resumePlan } from "@/lib/server/plans/control-plan";

/** POST /api/v1/plans/{planId}/resume — go on with a plan that was paused. */
export const POST = defineRoute({
  role: "operator",
  params: planParams,
  response: planRunDetail,
  audit: { action: "plan.resume", target: ({ params }) => `plan:${params.planId}`, success: "handler" },
  handle: ({ viewer, params }) => resumePlan(viewer, params.planId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
