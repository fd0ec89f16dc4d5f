import "server-only";
import { type Dispatched, dispatchEvents, type SentEvent } from "./dispatch-events";
import type { JobDefinition } from "./job-definition";
import { runInTransaction } from "./run-in-transaction";

export type DispatchedEvents = Dispatched;

/** Takes events in a transaction of their own: all of what they cause happens, or nothing. */
export async function dispatchSentEvents(
  definitions: readonly JobDefinition[],
  events: readonly SentEvent[],
  nowMs: number,
): Promise<DispatchedEvents> {
  return await runInTransaction((client) => dispatchEvents(client, definitions, events, nowMs));
}
