import { eventList, eventQuery } from "@/lib/api/events";
import { readEvents } from "@/lib/server/collection/read-events";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";

/** GET /api/v1/events — what changed in the clusters, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: eventQuery,
  response: eventList,
  handle: async ({ viewer, query }) => {
    const { rows, meta } = await readEvents(viewer, query);
    return withMeta(rows, meta);
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
