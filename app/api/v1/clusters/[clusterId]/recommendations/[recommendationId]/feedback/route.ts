import { z } from "zod";
import { feedbackInput, feedbackRow, recommendationParams } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { giveFeedback } from "@/lib/server/recommendations/give-feedback";
import { readFeedback } from "@/lib/server/recommendations/read-feedback";

/** GET /api/v1/clusters/{clusterId}/recommendations/{recommendationId}/feedback — what people think of the proposed moves. */
export const GET = defineRoute({
  role: "viewer",
  params: recommendationParams,
  response: z.array(feedbackRow),
  handle: ({ viewer, params }) => readFeedback(viewer, params),
});

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

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
