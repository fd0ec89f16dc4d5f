import { sessionResponse } from "@/lib/api/session";
import { readOwnSession } from "@/lib/server/auth/read-own-session";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/session — who am I, and must I still choose a password. */
export const GET = defineRoute({
  role: "viewer",
  duringSetup: true,
  response: sessionResponse,
  handle: ({ viewer }) => readOwnSession(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
