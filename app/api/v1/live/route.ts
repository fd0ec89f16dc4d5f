import { defineStream } from "@/lib/server/http/define-stream";
import { otherMethods } from "@/lib/server/http/other-methods";
import { openLiveStream } from "@/lib/server/live/open-live-stream";

/** GET /api/v1/live — everything that changes, as server-sent events; see lib/api/live.ts. */
export const GET = defineStream({
  role: "viewer",
  open: ({ viewer, lastEventId, signal }) => openLiveStream(viewer, { lastEventId, signal }),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
