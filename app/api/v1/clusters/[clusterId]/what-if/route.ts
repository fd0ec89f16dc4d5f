import { planView, recommendationsParams, whatIfInput } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { planWhatIf } from "@/lib/server/recommendations/plan-what-if";

/** POST /api/v1/clusters/{clusterId}/what-if — what would be advised with other settings; nothing is stored. */
export const POST = defineRoute({
  role: "operator",
  params: recommendationsParams,
  body: whatIfInput,
  response: planView,
  audit: {
    action: "recommendation.what-if",
    target: ({ params }) => `cluster:${params.clusterId}`,
    details: ({ body }) => body,
  },
  handle: ({ params, body }) => planWhatIf(params.clusterId, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
