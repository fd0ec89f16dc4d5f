import { z } from "zod";
import { jobRunQuery, jobRunRow } from "@/lib/api/jobs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { readJobRuns } from "@/lib/server/jobs/read-job-runs";

/** GET /api/v1/jobs/runs — runs of background jobs, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: jobRunQuery,
  response: z.array(jobRunRow),
  handle: async ({ viewer, query }) => {
    const { rows, meta } = await readJobRuns(viewer, query);
    return withMeta(rows, meta);
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
