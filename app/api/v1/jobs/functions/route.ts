import { z } from "zod";
import { jobFunctionRow } from "@/lib/api/jobs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readJobFunctions } from "@/lib/server/jobs/read-job-functions";

/** GET /api/v1/jobs/functions — every background job with its last and next run. */
export const GET = defineRoute({
  role: "viewer",
  response: z.array(jobFunctionRow),
  handle: ({ viewer }) => readJobFunctions(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
