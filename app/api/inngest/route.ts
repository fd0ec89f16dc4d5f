import { answerInngest } from "@/inngest/answer-inngest";
import { defineForeignRoute } from "@/lib/server/http/define-foreign-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/**
 * /api/inngest — the Inngest server's way in. Every request must carry its signature; while the embedded runner
 * does the work there is nobody to answer, and nothing is.
 */
const handler = defineForeignRoute({ role: "public", handle: answerInngest });

export { handler as GET, handler as POST, handler as PUT };
export const { OPTIONS, PATCH, DELETE } = otherMethods("GET", "POST", "PUT");
