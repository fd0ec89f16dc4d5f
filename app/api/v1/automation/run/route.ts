import { automationRunInput, automationRunRow } from "@/lib/api/automation";
import { requestRun } from "@/lib/server/automation/request-run";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/automation/run — begin a run or a dry run now. */
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

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
