import { z } from "zod";
import { automationRunInput, automationRunQuery, automationRunRow } from "@/lib/api/automation";
import { readRuns } from "@/lib/server/automation/read-runs";
import { requestRun } from "@/lib/server/automation/request-run";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";

/** GET /api/v1/automation/runs — runs of automation, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: automationRunQuery,
  response: z.array(automationRunRow),
  handle: async ({ query }) => {
    const { rows, meta } = await readRuns(query);
    return withMeta(rows, meta);
  },
});

/** POST /api/v1/automation/runs — begin a run or a dry run now. */
export const POST = defineRoute({
  role: "operator",
  body: automationRunInput,
  response: automationRunRow,
  status: 202,
  audit: {
    action: "automation.run",
    target: ({ body }) => `cluster:${body.clusterId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, body }) => requestRun(viewer, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
