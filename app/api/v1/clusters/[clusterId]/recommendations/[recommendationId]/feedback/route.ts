import { z } from "zod";
import { feedbackInput, recommendationParams } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { giveFeedback } from "@/lib/server/recommendations/give-feedback";

/** POST /api/v1/clusters/{clusterId}/recommendations/{recommendationId}/feedback — say whether a proposed move is useful. */
export const POST = defineRoute({
  role: "operator",
  params: recommendationParams,
  body: feedbackInput,
  response: z.null(),
  audit: {
    action: "recommendation.feedback",
    target: ({ params }) => `recommendation:${params.recommendationId}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, params, body }) => giveFeedback(viewer, params, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
