import { jobRunDetail, jobRunParams } from "@/lib/api/jobs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readJobRun } from "@/lib/server/jobs/read-job-run";

/** GET /api/v1/jobs/runs/{runId} — one run with its steps. */
export const GET = defineRoute({
  role: "viewer",
  params: jobRunParams,
  response: jobRunDetail,
  handle: ({ viewer, params }) => readJobRun(viewer, params.runId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
