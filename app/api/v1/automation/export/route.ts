import { automationExportQuery } from "@/lib/api/automation";
import { exportAllDecisions } from "@/lib/server/automation/export-decisions";
import { defineDownload } from "@/lib/server/http/define-download";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/automation/export — everything that all runs decided, as comma-separated values. */
export const GET = defineDownload({
  role: "viewer",
  query: automationExportQuery,
  handle: ({ query }) => exportAllDecisions(query.cluster ?? null),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
