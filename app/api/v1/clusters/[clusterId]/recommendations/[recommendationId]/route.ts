import { recommendation, recommendationParams } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readRecommendation } from "@/lib/server/recommendations/read-recommendation";

/** GET /api/v1/clusters/{clusterId}/recommendations/{recommendationId} — one plan as it was advised. */
export const GET = defineRoute({
  role: "viewer",
  params: recommendationParams,
  response: recommendation,
  handle: ({ params }) => readRecommendation(params.clusterId, params.recommendationId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
