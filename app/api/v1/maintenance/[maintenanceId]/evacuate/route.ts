import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { evacuateInput } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { evacuateNode } from "@/lib/server/maintenance/change-maintenance";

/** POST /api/v1/maintenance/{maintenanceId}/evacuate — have a node in maintenance emptied, or try again. */
export const POST = defineRoute({
  role: "operator",
  params: maintenanceParams,
  body: evacuateInput,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.evacuate",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => evacuateNode(viewer, params.maintenanceId, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
