import { planParams, planRunDetail } from "@/lib/api/plans";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { pausePlan } from "@/lib/server/plans/control-plan";

/** POST /api/v1/plans/{planId}/pause — begin nothing more for now. */
export const POST = defineRoute({
  role: "operator",
  params: planParams,
  response: planRunDetail,
  audit: { action: "plan.pause", target: ({ params }) => `plan:${params.planId}`, success: "handler" },
  handle: ({ viewer, params }) => pausePlan(viewer, params.planId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
