import "server-only";
import { pool } from "@/lib/server/db/pool";
import { env } from "@/lib/server/env";
import { AppError } from "@/lib/server/http/app-error";
import type { SentEvent } from "./dispatch-events";
import { queueEvents } from "./queue-jobs";
import { findRunner } from "./runner-registry";
import { usesInngestServer } from "./uses-inngest-server";

const CLOUD_EVENT_API = "https://inn.gs";
const ANSWER_WITHIN_MS = 10_000;

/**
 * Sends an event that job functions react to, such as `{ name: "evenkeel/cluster.changed", data: { clusterId } }`.
 * Works the same way for both ways of running jobs; the names and their data are listed in `inngest/events.ts`.
 *
 * Send it after the change is committed: functions read the state afresh. With an `id` a second event of the same
 * id is ignored for a day.
 *
 * @throws AppError `upstream_unavailable` when the Inngest server does not take it
 */
export async function sendJobEvent(event: SentEvent): Promise<void> {
  if (usesInngestServer()) return await postEvent(event);
  const runner = findRunner();
  if (runner !== null) {
    await runner.send([event]);
    return;
  }
  await queueEvents(pool(), [event], Date.now());
}

async function postEvent(event: SentEvent): Promise<void> {
  const address = new URL(`/e/${env.INNGEST_EVENT_KEY ?? "local"}`, env.INNGEST_BASE_URL ?? CLOUD_EVENT_API);
  let status: number;
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ ...event, data: event.data ?? {}, ts: event.ts ?? Date.now() }]),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    status = response.status;
  } catch {
    throw new AppError(
      "upstream_unavailable",
      "The Inngest server cannot be reached; the job was not started.",
    );
  }
  if (status >= 200 && status < 300) return;
  throw new AppError(
    "upstream_unavailable",
    `The Inngest server refused an event with status ${status}; the job was not started.`,
  );
}
