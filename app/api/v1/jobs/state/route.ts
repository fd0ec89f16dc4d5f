import { jobRunnerState } from "@/lib/api/jobs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readJobRunnerState } from "@/lib/server/jobs/read-job-runner-state";

/** GET /api/v1/jobs/state — what runs the background jobs. */
export const GET = defineRoute({
  role: "viewer",
  response: jobRunnerState,
  handle: ({ viewer }) => readJobRunnerState(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
