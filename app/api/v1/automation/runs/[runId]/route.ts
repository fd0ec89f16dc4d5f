import { automationRunDetail, automationRunParams } from "@/lib/api/automation";
import { readRunMark } from "@/lib/server/automation/read-run-mark";
import { readRunDetail } from "@/lib/server/automation/read-runs";
import { defineRoute } from "@/lib/server/http/define-route";
import { KeptAnswer } from "@/lib/server/http/kept-answer";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/automation/runs/{runId} — one run with everything that it decided. */
export const GET = defineRoute({
  role: "viewer",
  params: automationRunParams,
  response: automationRunDetail,
  handle: async ({ params: { runId } }) =>
    new KeptAnswer(await readRunMark(runId), () => readRunDetail(runId)),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
