import { enginePauseInput, engineState } from "@/lib/api/engine";
import { pauseEngine, targetOfPause } from "@/lib/server/engine/pause-engine";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/engine/pause — begin no move by itself any more, everywhere or in one cluster. */
export const POST = defineRoute({
  role: "operator",
  body: enginePauseInput,
  response: engineState,
  audit: {
    action: "engine.pause",
    target: ({ body }) => targetOfPause(body.clusterId),
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, body }) => pauseEngine(viewer, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
