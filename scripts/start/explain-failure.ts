import { MigrationError } from "@/lib/server/db/apply-migrations";
import { PostgresError } from "@/lib/server/db/embedded/postgres-error";
import { EnvironmentError } from "@/lib/server/env";
import { maskSecrets } from "@/lib/server/secrets/mask-secrets";
import { EXIT_CODES, errorCode, LaunchError, type LaunchFailure } from "@/scripts/start/launch-error";

const POSTGRES_FAILURES: Readonly<Record<PostgresError["reason"], LaunchFailure>> = {
  unavailable: "database",
  failed: "database",
  "other-version": "newer-schema",
  permission: "permission",
  "disk-full": "disk-full",
};

/** What to tell the person who started us, and what to exit with. A bug keeps its stack; nothing else has one. */
export function explainFailure(error: unknown): { readonly message: string; readonly exitCode: number } {
  const { failure, message } = classify(error);
  return { message: maskSecrets(message), exitCode: EXIT_CODES[failure] };
}

function classify(error: unknown): { failure: LaunchFailure; message: string } {
  if (error instanceof LaunchError) return { failure: error.failure, message: error.message };
  if (error instanceof EnvironmentError) return { failure: "configuration", message: error.message };
  if (error instanceof PostgresError) {
    return { failure: POSTGRES_FAILURES[error.reason], message: error.message };
  }
  if (error instanceof MigrationError) {
    const failure = error.reason === "newer-schema" ? "newer-schema" : "database";
    return { failure, message: error.message };
  }
  return classifyUnforeseen(error);
}

/** Where it happened: a file's path, or the address of a socket, which is a path too. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("path" in error) return ` (${String(error.path)})`;
  return "address" in error ? ` (${String(error.address)})` : "";
}

function classifyUnforeseen(error: unknown): { failure: LaunchFailure; message: string } {
  const place = placeOf(error);
  switch (errorCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
    case "53100":
      return { failure: "disk-full", message: `The disk is full${place}.` };
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return { failure: "permission", message: `There is no permission to write${place}.` };
    default:
      return {
        failure: "unexpected",
        message: `Evenkeel could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      };
  }
}
