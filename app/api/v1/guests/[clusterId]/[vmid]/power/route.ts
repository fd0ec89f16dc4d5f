import { guestParams } from "@/lib/api/guest-detail";
import { powerInput, powerTaskList, powerTaskRow } from "@/lib/api/power";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readGuestPower } from "@/lib/server/power/read-power-tasks";
import { requestGuestPower } from "@/lib/server/power/request-guest-power";

/** GET /api/v1/guests/{clusterId}/{vmid}/power — what was asked of a guest of late. */
export const GET = defineRoute({
  role: "viewer",
  params: guestParams,
  response: powerTaskList,
  handle: ({ params }) => readGuestPower(params.clusterId, params.vmid),
});

/** POST /api/v1/guests/{clusterId}/{vmid}/power — start, shut down, reboot or stop a guest. */
export const POST = defineRoute({
  role: "operator",
  params: guestParams,
  body: powerInput,
  response: powerTaskRow,
  status: 202,
  audit: {
    action: "guest.power",
    target: ({ params }) => `guest:${params.vmid}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, params, body }) => requestGuestPower(viewer, { ...params, ...body }),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
