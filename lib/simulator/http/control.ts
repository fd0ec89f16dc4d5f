import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { describeIssues } from "@/lib/inventory/scenario/parse-scenario";
import { type ScenarioEvent, scenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { EventError } from "../world/apply-event";
import { type Answer, readBody } from "./respond";

/** What `/sim/` needs of the simulator. */
export interface Controlled {
  readonly state: () => unknown;
  readonly calls: () => unknown;
  readonly resetCalls: () => void;
  /** @throws EventError when the event cannot happen */
  readonly happen: (event: ScenarioEvent) => Promise<void>;
  readonly advance: (seconds: number) => void;
}

const clockChange = z.strictObject({ seconds: z.number().positive().max(3_153_600_000) });

/** Reads and steers the simulator; no part of PVE's API. */
export async function control(
  controlled: Controlled,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  switch (`${request.method} ${path}`) {
    case "GET /sim/state":
      return json(200, controlled.state());
    case "GET /sim/calls":
      return json(200, controlled.calls());
    case "DELETE /sim/calls":
      controlled.resetCalls();
      return json(200, controlled.calls());
    case "POST /sim/events":
      return withBody(request, async (body) => {
        const events = z.union([z.array(scenarioEvent), scenarioEvent]).safeParse(body);
        // Said about the one event, not about the union: its paths are what helps.
        const parsed = Array.isArray(body) || events.success ? events : scenarioEvent.safeParse(body);
        if (!parsed.success) return refusal(parsed.error);
        for (const event of [parsed.data].flat()) await controlled.happen(event);
        return json(200, { ok: true });
      });
    case "POST /sim/clock":
      return withBody(request, async (body) => {
        const parsed = clockChange.safeParse(body);
        if (!parsed.success) return refusal(parsed.error);
        controlled.advance(parsed.data.seconds);
        return json(200, { ok: true });
      });
    default:
      return json(404, { error: `There is no ${request.method} ${path} here.` });
  }
}

async function withBody(
  request: IncomingMessage,
  handle: (body: unknown) => Promise<Answer>,
): Promise<Answer> {
  // A web page of somebody else can post a form here, but not JSON.
  if (!String(request.headers["content-type"] ?? "").includes("application/json")) {
    return json(415, { error: "Send JSON with Content-Type: application/json." });
  }
  const text = await readBody(request, 1_048_576);
  let body: unknown;
  try {
    body = JSON.parse(text ?? "");
  } catch {
    return json(400, { error: "The body is not JSON." });
  }
  try {
    return await handle(body);
  } catch (error) {
    if (error instanceof EventError) return json(400, { error: error.message });
    throw error;
  }
}

function refusal(error: z.ZodError): Answer {
  const issues = describeIssues(error);
  const text = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" ");
  return json(400, { error: text, issues });
}

function json(status: number, value: unknown): Answer {
  return { status, reason: status === 200 ? "OK" : "Error", body: JSON.stringify(value) };
}
