import { automationRunDetail, automationRunParams } from "@/lib/api/automation";
import { readRunDetail } from "@/lib/server/automation/read-runs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/automation/runs/{runId} — one run with everything that it decided. */
export const GET = defineRoute({
  role: "viewer",
  params: automationRunParams,
  response: automationRunDetail,
  handle: ({ params }) => readRunDetail(params.runId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
