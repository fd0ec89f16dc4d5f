import { guestDetail, guestParams } from "@/lib/api/guest-detail";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readGuestDetail } from "@/lib/server/live/read-guest-detail";

/** GET /api/v1/guests/{clusterId}/{vmid} — one guest with its configuration, protection and tasks. */
export const GET = defineRoute({
  role: "viewer",
  params: guestParams,
  response: guestDetail,
  handle: ({ viewer, params }) => readGuestDetail(viewer, params.clusterId, params.vmid),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
