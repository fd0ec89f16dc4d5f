import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { maintenanceCancelInput } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { cancelMaintenance } from "@/lib/server/maintenance/control-maintenance";

/** POST /api/v1/maintenance/{maintenanceId}/cancel — call the evacuation or the way home off. */
export const POST = defineRoute({
  role: "operator",
  params: maintenanceParams,
  body: maintenanceCancelInput,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.cancel",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => cancelMaintenance(viewer, params.maintenanceId, body.running),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
