import "server-only";
import pino, { type Logger } from "pino";
import { env } from "@/lib/server/env";
import { maskSecrets } from "@/lib/server/secrets/mask-secrets";

const SECRET_FIELDS = [
  "password",
  "passwordHash",
  "secret",
  "token",
  "tokenSecret",
  "tokenValue",
  "authorization",
  "cookie",
  "ticket",
  "databaseUrl",
];

/** The program's structured log: one JSON object a line on standard output, secrets masked. */
export const log: Logger = pino({
  level: env.EVENKEEL_LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { err: describeError, error: describeError },
  redact: {
    paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
    censor: "[secret]",
  },
  hooks: { streamWrite: maskSecrets },
});

/** A log whose every line names the part of the program it comes from. */
export function childLog(component: string): Logger {
  return log.child({ component });
}

/** An error without what libraries hang on it: whole connections, with their keys. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message,
    ...("code" in error && { code: error.code }),
    stack,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
