import { auditList, auditQuery } from "@/lib/api/audit";
import { readAudit } from "@/lib/server/audit/read-audit";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";

/** GET /api/v1/audit — who did what, newest first. */
export const GET = defineRoute({
  role: "admin",
  query: auditQuery,
  response: auditList,
  handle: async ({ viewer, query }) => {
    const { rows, meta } = await readAudit(viewer, query);
    return withMeta(rows, meta);
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
