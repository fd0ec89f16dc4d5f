import { logExportQuery } from "@/lib/api/logs";
import { defineDownload } from "@/lib/server/http/define-download";
import { otherMethods } from "@/lib/server/http/other-methods";
import { exportLog } from "@/lib/server/logs/read-log";

/** GET /api/v1/logs/export — lines of the program's own log as JSON, one a line, with the same filters as the list. */
export const GET = defineDownload({
  role: "operator",
  query: logExportQuery,
  handle: async ({ viewer, query }) => ({
    fileName: `evenkeel-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.log`,
    contentType: "text/plain; charset=utf-8",
    text: await exportLog(viewer, query),
  }),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
