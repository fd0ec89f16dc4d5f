import { connectionActivityList } from "@/lib/api/connection-activity";
import { readConnectionActivity } from "@/lib/server/clusters/read-connection-activity";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/connections/activity — how each endpoint answers, and the calls of the last minute against the budget. */
export const GET = defineRoute({
  role: "admin",
  response: connectionActivityList,
  handle: ({ viewer }) => readConnectionActivity(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
