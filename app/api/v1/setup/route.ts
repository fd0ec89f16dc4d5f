import { sessionResponse } from "@/lib/api/session";
import { setupInput } from "@/lib/api/users";
import { finishSetup } from "@/lib/server/auth/finish-setup";
import { readOwnSession } from "@/lib/server/auth/read-own-session";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/setup — take over the account: own name, own password. */
export const POST = defineRoute({
  role: "viewer",
  duringSetup: true,
  body: setupInput,
  response: sessionResponse,
  audit: { action: "user.setup", target: ({ body }) => `user:${body.username}` },
  handle: async ({ viewer, body }) => {
    await finishSetup(viewer, body);
    return readOwnSession({ ...viewer, username: body.username, name: body.name });
  },
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
