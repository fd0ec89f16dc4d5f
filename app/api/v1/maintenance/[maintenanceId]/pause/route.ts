import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { pauseMaintenance } from "@/lib/server/maintenance/control-maintenance";

/** POST /api/v1/maintenance/{maintenanceId}/pause — begin nothing further; what is under way ends. */
export const POST = defineRoute({
  role: "operator",
  params: maintenanceParams,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.pause",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    success: "handler",
  },
  handle: ({ viewer, params }) => pauseMaintenance(viewer, params.maintenanceId),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
