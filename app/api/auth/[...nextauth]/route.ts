import { handleAuthRequest } from "@/lib/server/auth/handle-auth-request";
import { defineForeignRoute } from "@/lib/server/http/define-foreign-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET and POST /api/auth/… — next-auth: sign in, sign out, its token against forged forms. */
const handler = defineForeignRoute({
  role: "public",
  handle: async (request, { params }) => handleAuthRequest(request, [(await params).nextauth ?? []].flat()),
});

export { handler as GET, handler as POST };
export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
