import { userParams, userRow, userUpdate } from "@/lib/api/users";
import { updateUser } from "@/lib/server/auth/update-user";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** PATCH /api/v1/users/{userId} — change somebody's name, role or password, or disable them. */
export const PATCH = defineRoute({
  role: "admin",
  params: userParams,
  body: userUpdate,
  response: userRow,
  audit: {
    action: "user.update",
    target: ({ params }) => `user:${params.userId}`,
    details: ({ body }) => body,
  },
  handle: ({ viewer, params, body }) => updateUser(viewer, params.userId, body),
});

export const { OPTIONS, GET, POST, PUT, DELETE } = otherMethods("PATCH");
