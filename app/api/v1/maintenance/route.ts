import { maintenanceDetail, maintenanceOverview, maintenanceQuery } from "@/lib/api/maintenance";
import { maintenanceInput } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readMaintenances } from "@/lib/server/maintenance/read-maintenance";
import { startMaintenance } from "@/lib/server/maintenance/start-maintenance";

/** GET /api/v1/maintenance — nodes in maintenance, also by Proxmox VE's own HA, and those whose guests are not home yet. */
export const GET = defineRoute({
  role: "viewer",
  query: maintenanceQuery,
  response: maintenanceOverview,
  handle: ({ query }) => readMaintenances(query.cluster),
});

/** POST /api/v1/maintenance — put a node into maintenance, and have it emptied. */
export const POST = defineRoute({
  role: "operator",
  body: maintenanceInput,
  response: maintenanceDetail,
  status: 201,
  audit: {
    action: "maintenance.start",
    target: ({ body }) => `node:${body.clusterId}/${body.node}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, body }) => startMaintenance(viewer, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
