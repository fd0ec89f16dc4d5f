import { z } from "zod";
import { sessionRow } from "@/lib/api/users";
import { readOwnSessions } from "@/lib/server/auth/read-own-sessions";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/account/sessions — where the viewer is signed in. */
export const GET = defineRoute({
  role: "viewer",
  response: z.array(sessionRow),
  handle: ({ viewer }) => readOwnSessions(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
