import { engineResumeInput, engineState } from "@/lib/api/engine";
import { targetOfPause } from "@/lib/server/engine/pause-engine";
import { resumeEngine } from "@/lib/server/engine/resume-engine";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/engine/resume — end a pause. */
export const POST = defineRoute({
  role: "operator",
  body: engineResumeInput,
  response: engineState,
  audit: {
    action: "engine.resume",
    target: ({ body }) => targetOfPause(body.clusterId),
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, body }) => resumeEngine(viewer, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
