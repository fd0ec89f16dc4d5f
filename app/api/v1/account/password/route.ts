import { z } from "zod";
import { passwordChange } from "@/lib/api/users";
import { changeOwnPassword } from "@/lib/server/auth/change-own-password";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** PUT /api/v1/account/password — change one's own password; other sessions of the account end. */
export const PUT = defineRoute({
  role: "viewer",
  body: passwordChange,
  response: z.null(),
  audit: { action: "user.change-password", target: () => "own account" },
  handle: async ({ viewer, body }) => {
    await changeOwnPassword(viewer, body);
    return null;
  },
});

export const { OPTIONS, GET, POST, PATCH, DELETE } = otherMethods("PUT");
