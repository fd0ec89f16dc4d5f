import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { maintenanceEndInput } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { endMaintenance } from "@/lib/server/maintenance/end-maintenance";

/** POST /api/v1/maintenance/{maintenanceId}/end — end the mode, and bring the guests home if so said. */
export const POST = defineRoute({
  role: "operator",
  params: maintenanceParams,
  body: maintenanceEndInput,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.end",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => endMaintenance(viewer, params.maintenanceId, body.bringHome),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
