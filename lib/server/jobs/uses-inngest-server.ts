import "server-only";
import { env } from "@/lib/server/env";

/** Whether an Inngest server or Inngest's cloud runs the jobs; otherwise this application does it itself. */
export function usesInngestServer(): boolean {
  return env.INNGEST_BASE_URL !== undefined || env.INNGEST_EVENT_KEY !== undefined;
}
