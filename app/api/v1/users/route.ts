import { z } from "zod";
import { userCreate, userRow } from "@/lib/api/users";
import { createUser } from "@/lib/server/auth/create-user";
import { readUsers } from "@/lib/server/auth/read-users";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/users — everybody who may sign in. */
export const GET = defineRoute({
  role: "admin",
  response: z.array(userRow),
  handle: ({ viewer }) => readUsers(viewer),
});

/** POST /api/v1/users — add somebody, who chooses their own password at the first sign-in. */
export const POST = defineRoute({
  role: "admin",
  body: userCreate,
  response: userRow,
  status: 201,
  audit: {
    action: "user.create",
    target: ({ body }) => `user:${body.username}`,
    details: ({ body }) => ({ role: body.role, name: body.name }),
  },
  handle: ({ viewer, body }) => createUser(viewer, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
