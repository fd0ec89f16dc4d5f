import "server-only";
import pino, { type Logger, type LoggerOptions } from "pino";
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

type LineKeeper = (line: string) => void;

// Instrumentation and route handlers are separate bundles: a variable of this module would exist twice.
const KEEPER = Symbol.for("evenkeel.log.keeper");
const shared = globalThis as typeof globalThis & { [KEEPER]?: LineKeeper | null };

/** Hands every line that this process writes to `keeper` too; null ends that. */
export function keepLinesWith(keeper: LineKeeper | null): void {
  shared[KEEPER] = keeper;
}

const standardOutput = pino.destination(1);
const destination = {
  write(line: string): void {
    standardOutput.write(line);
    shared[KEEPER]?.(line);
  },
};

/** The program's structured log: one JSON object a line on standard output, secrets masked. */
export const log: Logger = pino(options(), destination);

function options(): LoggerOptions {
  return {
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
  };
}

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
