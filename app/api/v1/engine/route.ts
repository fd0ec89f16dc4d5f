import { engineState } from "@/lib/api/engine";
import { readEngine } from "@/lib/server/engine/read-engine";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/engine — what Evenkeel does by itself, who paused it, and its version. */
export const GET = defineRoute({
  role: "viewer",
  response: engineState,
  handle: ({ viewer }) => readEngine(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
