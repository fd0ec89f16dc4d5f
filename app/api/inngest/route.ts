import { answerInngest } from "@/inngest/answer-inngest";
import { defineForeignRoute } from "@/lib/server/http/define-foreign-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/**
 * /api/inngest — the Inngest server's way in. Every request must carry its signature; while the embedded runner
 * does the work there is nobody to answer, and nothing is.
 */
export const GET = defineForeignRoute({ role: "public", handle: answerInngest });
export const POST = GET;
export const PUT = GET;

export const { OPTIONS, PATCH, DELETE } = otherMethods("GET", "POST", "PUT");
