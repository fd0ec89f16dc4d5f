import { z } from "zod";
import { userParams } from "@/lib/api/users";
import { revokeUserSessions } from "@/lib/server/auth/revoke-session";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** DELETE /api/v1/users/{userId}/sessions — sign somebody out everywhere. */
export const DELETE = defineRoute({
  role: "admin",
  params: userParams,
  response: z.null(),
  audit: { action: "session.revoke-all", target: ({ params }) => `user:${params.userId}` },
  handle: async ({ viewer, params }) => {
    await revokeUserSessions(viewer, params.userId);
    return null;
  },
});

export const { OPTIONS, GET, POST, PUT, PATCH } = otherMethods("DELETE");
