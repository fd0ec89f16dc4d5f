import { z } from "zod";
import { recommendation, recommendationsParams } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { findRecommendation } from "@/lib/server/recommendations/read-recommendation";

/** GET /api/v1/clusters/{clusterId}/recommendations — the newest checked plan; null before the first. */
export const GET = defineRoute({
  role: "viewer",
  params: recommendationsParams,
  response: z.nullable(recommendation),
  handle: ({ params }) => findRecommendation(params.clusterId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
