import { clusterFilter } from "@/lib/api/clusters";
import { guestList } from "@/lib/api/guests";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readGuestRows } from "@/lib/server/live/read-guest-rows";

/** GET /api/v1/guests — every guest, of one cluster with `?cluster=`. */
export const GET = defineRoute({
  role: "viewer",
  query: clusterFilter,
  response: guestList,
  handle: ({ viewer, query }) => readGuestRows(viewer, query.cluster),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
