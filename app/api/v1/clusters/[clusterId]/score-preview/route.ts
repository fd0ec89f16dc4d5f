import { scorePreview, scorePreviewParams, scorePreviewQuery } from "@/lib/api/score-preview";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { previewScores } from "@/lib/server/scores/preview-scores";

/** GET /api/v1/clusters/{clusterId}/score-preview — every node's score with edited settings; nothing is stored. */
export const GET = defineRoute({
  role: "viewer",
  params: scorePreviewParams,
  query: scorePreviewQuery,
  response: scorePreview,
  handle: ({ viewer, params, query }) => previewScores(viewer, params.clusterId, query.settings),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
