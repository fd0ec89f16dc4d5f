import { planCancelInput, planParams, planRunDetail } from "@/lib/api/plans";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { cancelPlan } from "@/lib/server/plans/control-plan";

/** POST /api/v1/plans/{planId}/cancel — begin nothing more of a plan, and end it when what is under way has ended. */
export const POST = defineRoute({
  role: "operator",
  params: planParams,
  body: planCancelInput,
  response: planRunDetail,
  audit: { action: "plan.cancel", target: ({ params }) => `plan:${params.planId}`, success: "handler" },
  handle: ({ viewer, params, body }) => cancelPlan(viewer, params.planId, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
