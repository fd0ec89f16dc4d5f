import { z } from "zod";
import {
  recommendationHistoryQuery,
  recommendationRow,
  recommendationsParams,
} from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readRecommendationHistory } from "@/lib/server/recommendations/read-recommendation-history";

/** GET /api/v1/clusters/{clusterId}/recommendations/history — what was advised before, newest first. */
export const GET = defineRoute({
  role: "viewer",
  params: recommendationsParams,
  query: recommendationHistoryQuery,
  response: z.array(recommendationRow),
  handle: ({ params, query }) => readRecommendationHistory(params.clusterId, query.limit),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
