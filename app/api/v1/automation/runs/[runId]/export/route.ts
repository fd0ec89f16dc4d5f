import { automationRunParams } from "@/lib/api/automation";
import { exportDecisions } from "@/lib/server/automation/export-decisions";
import { defineDownload } from "@/lib/server/http/define-download";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/automation/runs/{runId}/export — everything that a run decided, as comma-separated values. */
export const GET = defineDownload({
  role: "viewer",
  params: automationRunParams,
  handle: ({ params }) => exportDecisions(params.runId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
