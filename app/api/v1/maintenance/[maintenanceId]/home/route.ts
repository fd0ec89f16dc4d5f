import { homePreview, maintenanceParams } from "@/lib/api/maintenance";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { previewHome } from "@/lib/server/maintenance/preview-home";

/** GET /api/v1/maintenance/{maintenanceId}/home — what bringing the guests home would do now. */
export const GET = defineRoute({
  role: "viewer",
  params: maintenanceParams,
  response: homePreview,
  handle: ({ params }) => previewHome(params.maintenanceId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
