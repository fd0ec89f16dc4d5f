import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { maintenanceChange } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { changeMaintenance } from "@/lib/server/maintenance/change-maintenance";
import { readMaintenance } from "@/lib/server/maintenance/read-maintenance";

/** GET /api/v1/maintenance/{maintenanceId} — one maintenance with every guest that it has to do with. */
export const GET = defineRoute({
  role: "viewer",
  params: maintenanceParams,
  response: maintenanceDetail,
  handle: ({ params }) => readMaintenance(params.maintenanceId),
});

/** PATCH /api/v1/maintenance/{maintenanceId} — why, until when, and what becomes of guests. */
export const PATCH = defineRoute({
  role: "operator",
  params: maintenanceParams,
  body: maintenanceChange,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.change",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => changeMaintenance(viewer, params.maintenanceId, body),
});

export const { OPTIONS, POST, PUT, DELETE } = otherMethods("GET", "PATCH");
