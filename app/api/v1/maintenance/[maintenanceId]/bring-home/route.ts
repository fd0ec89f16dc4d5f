import { maintenanceDetail, maintenanceParams } from "@/lib/api/maintenance";
import { bringHomeInput } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { bringGuestsHome } from "@/lib/server/maintenance/end-maintenance";

/** POST /api/v1/maintenance/{maintenanceId}/bring-home — bring guests that left back, all or some. */
export const POST = defineRoute({
  role: "operator",
  params: maintenanceParams,
  body: bringHomeInput,
  response: maintenanceDetail,
  audit: {
    action: "maintenance.bring-home",
    target: ({ params }) => `maintenance:${params.maintenanceId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => bringGuestsHome(viewer, params.maintenanceId, body.vmids ?? null),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
