import { z } from "zod";
import { AppError } from "@/lib/server/http/app-error";
import { defineRoute } from "@/lib/server/http/define-route";

/** Any other address under /api/v1 — not found, in the usual envelope instead of a page. */
const handler = defineRoute({
  role: "public",
  response: z.null(),
  handle: async ({ call }) => {
    throw new AppError("not_found", `There is nothing at ${new URL(call.request.url).pathname}.`);
  },
});

export {
  handler as DELETE,
  handler as GET,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
