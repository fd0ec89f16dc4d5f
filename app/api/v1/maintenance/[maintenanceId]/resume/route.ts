import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { resumeMaintenance } from "@/lib/server/maintenance/control-maintenance";

/** POST /api/v1/maintenance/{maintenanceId}/resume — go on, or try again what was left. */
export const POST = defineRoute({
  role: "operator",
  params: maintenanceParams,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.resume",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    success: "handler",
  },
  handle: ({ viewer, params }) => resumeMaintenance(viewer, params.maintenanceId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
