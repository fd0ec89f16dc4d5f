import { guestList, guestQuery } from "@/lib/api/guests";
import { defineRoute } from "@/lib/server/http/define-route";
import { KeptAnswer } from "@/lib/server/http/kept-answer";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { keyOfReadings } from "@/lib/server/live/key-of-readings";
import { pageOfGuests } from "@/lib/server/live/page-of-guests";
import { readVisibleReadings } from "@/lib/server/live/read-visible-readings";

/** GET /api/v1/guests — guests by cluster and VMID, of one cluster with `?cluster=`, page by page. */
export const GET = defineRoute({
  role: "viewer",
  query: guestQuery,
  response: guestList,
  handle: async ({ viewer, query }) => {
    const readings = await readVisibleReadings(viewer, query.cluster);
    return new KeptAnswer(keyOfReadings(readings), () => {
      const { rows, meta } = pageOfGuests(readings, query);
      return withMeta(rows, meta);
    });
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
