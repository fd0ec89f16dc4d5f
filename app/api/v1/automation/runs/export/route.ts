import { automationExportQuery } from "@/lib/api/automation";
import { exportRuns } from "@/lib/server/automation/export-runs";
import { defineDownload } from "@/lib/server/http/define-download";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/automation/runs/export — all runs that are kept, as comma-separated values. */
export const GET = defineDownload({
  role: "viewer",
  query: automationExportQuery,
  handle: ({ query }) => exportRuns(query.cluster ?? null),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
