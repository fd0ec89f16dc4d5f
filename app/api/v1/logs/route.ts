import { logList, logQuery } from "@/lib/api/logs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { readLog } from "@/lib/server/logs/read-log";

/** GET /api/v1/logs — lines of the program's own log, newest first. */
export const GET = defineRoute({
  role: "operator",
  query: logQuery,
  response: logList,
  handle: async ({ viewer, query }) => {
    const { rows, meta } = await readLog(viewer, query);
    return withMeta(rows, meta);
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
