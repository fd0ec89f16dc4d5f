import { z } from "zod";
import { sessionParams } from "@/lib/api/users";
import { revokeOwnSession } from "@/lib/server/auth/revoke-session";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** DELETE /api/v1/account/sessions/{sessionId} — sign one of one's own sessions out. */
export const DELETE = defineRoute({
  role: "viewer",
  params: sessionParams,
  response: z.null(),
  audit: { action: "session.revoke", target: ({ params }) => `session:${params.sessionId}` },
  handle: async ({ viewer, params }) => {
    await revokeOwnSession(viewer, params.sessionId);
    return null;
  },
});

export const { OPTIONS, GET, POST, PUT, PATCH } = otherMethods("DELETE");
