import { randomBytes } from "node:crypto";
import { Inngest } from "inngest";
import { calmLevel } from "@/lib/server/complain-calmly";
import { env } from "@/lib/server/env";
import { usesInngestServer } from "@/lib/server/jobs/uses-inngest-server";
import { childLog } from "@/lib/server/log";
import { takeInProcess } from "./embedded/take-in-process";

export const APP_ID = "evenkeel";

/**
 * The embedded runner signs its calls with a key that never leaves this process, so that the handler refuses
 * everybody else even where it can be reached. On globalThis: instrumentation and routes are separate bundles.
 */
const KEY = Symbol.for("evenkeel.jobs.signing-key");
const shared = globalThis as typeof globalThis & { [KEY]?: string };

export function embeddedSigningKey(): string {
  shared[KEY] ??= randomBytes(32).toString("hex");
  return shared[KEY];
}

/** The Inngest client of all functions. Never in Inngest's development mode, which takes unsigned requests. */
export const inngest = usesInngestServer() ? serverClient() : embeddedClient();

function serverClient(): Inngest<{ id: typeof APP_ID }> {
  return new Inngest({
    id: APP_ID,
    isDev: false,
    baseUrl: env.INNGEST_BASE_URL,
    eventKey: env.INNGEST_EVENT_KEY,
    signingKey: env.INNGEST_SIGNING_KEY,
    // Every step's result goes back in the answer, which every version of the server understands.
    checkpointing: false,
    logger: inngestLogger(),
    aiMetadata: false,
  });
}

function embeddedClient(): Inngest<{ id: typeof APP_ID }> {
  return new Inngest({
    id: APP_ID,
    isDev: false,
    baseUrl: "http://embedded.invalid",
    eventKey: "embedded",
    signingKey: embeddedSigningKey(),
    fetch: takeInProcess,
    logger: inngestLogger(),
    aiMetadata: false,
  });
}

function inngestLogger() {
  const log = childLog("inngest");
  const write =
    (level: "info" | "warn" | "error" | "debug") =>
    (...parts: unknown[]): void => {
      const [first, ...rest] = parts;
      const calm = level === "warn" || level === "error" ? calmLevel(level, errorIn(first)) : level;
      if (typeof first === "object" && first !== null) log[calm](first, rest.map(String).join(" "));
      else log[calm](parts.map(String).join(" "));
    };
  return { info: write("info"), warn: write("warn"), error: write("error"), debug: write("debug") };
}

function errorIn(logged: unknown): unknown {
  if (typeof logged !== "object" || logged === null) return null;
  return "err" in logged ? logged.err : "error" in logged ? logged.error : logged;
}
