import { z } from "zod";
import { maintenanceHistoryQuery, maintenanceRow } from "@/lib/api/maintenance";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { readMaintenanceHistory } from "@/lib/server/maintenance/read-maintenance";

/** GET /api/v1/maintenance/history — maintenances that have ended, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: maintenanceHistoryQuery,
  response: z.array(maintenanceRow),
  handle: async ({ query }) => {
    const { rows, meta } = await readMaintenanceHistory(query);
    return withMeta(rows, meta);
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
