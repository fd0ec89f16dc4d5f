import { serve } from "inngest/edge";
import { AppError } from "@/lib/server/http/app-error";
import { usesInngestServer } from "@/lib/server/jobs/uses-inngest-server";
import { inngest } from "./client";
import { functions } from "./index";

// Without `enableUnauthedSync` anybody could make the application introduce itself to its Inngest server.
const handler = serve({ client: inngest, functions: [...functions], enableUnauthedSync: false });

/**
 * Answers an Inngest server: runs a step, or tells which functions there are.
 *
 * @throws AppError `not_found` while jobs run inside this server
 */
export async function answerInngest(request: Request): Promise<Response> {
  if (!usesInngestServer()) {
    throw new AppError("not_found", "Jobs run inside this server: there is no Inngest server to answer.");
  }
  return await handler(request);
}
