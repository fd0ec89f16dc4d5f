import { findRunner } from "@/lib/server/jobs/runner-registry";
import { sentEvents } from "@/lib/server/jobs/sent-event-schema";

/** A `fetch` for the client: what the SDK would post to the event API goes to the embedded runner of this process. */
export async function takeInProcess(_input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const runner = findRunner();
  if (runner === null) {
    return Response.json({ error: "The embedded runner is not running." }, { status: 503 });
  }
  const events = sentEvents.safeParse(JSON.parse(String(init?.body ?? "null")));
  if (!events.success) return Response.json({ error: "The events have no proper form." }, { status: 400 });
  const { eventIds } = await runner.send(events.data);
  return Response.json({ ids: eventIds, status: 200 });
}
