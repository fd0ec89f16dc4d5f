import { existsSync } from "node:fs";
import path from "node:path";
import { type Environment, readEnvironment, requireWholeInngest } from "@/lib/server/env";

/** What this start was told, validated before anything is touched. */
export interface LaunchSettings {
  readonly port: number;
  readonly host: string;
  /** Where a person (and the launcher itself) reaches it. */
  readonly address: string;
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly secretKey: string | undefined;
  readonly sessionSecret: string | undefined;
  readonly demo: "auto" | "on" | "off";
}

/**
 * Reads the environment and, below it, `.env.local` and `.env` of the program's folder.
 *
 * @throws EnvironmentError for the first variable that cannot be used
 */
export function readLaunchSettings(root: string, source: NodeJS.ProcessEnv): LaunchSettings {
  for (const file of [".env.local", ".env"].map((name) => path.join(root, name))) {
    if (existsSync(file)) process.loadEnvFile(file);
  }
  const environment = readEnvironment(source);
  readAll(environment, source);
  requireWholeInngest(environment);
  const { PORT: port, HOST: host } = environment;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    port,
    host,
    address: `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`,
    dataDirectory: path.resolve(root, environment.EVENKEEL_DATA_DIRECTORY),
    databaseUrl: source.DATABASE_URL?.trim() ? environment.DATABASE_URL : undefined,
    secretKey: environment.EVENKEEL_SECRET_KEY,
    sessionSecret: environment.NEXTAUTH_SECRET,
    demo: environment.EVENKEEL_DEMO,
  };
}

/** A mistake in a variable that only the application reads is better told now than in its log. */
function readAll(environment: Environment, source: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment) as (keyof Environment)[]) {
    if (source[name]?.trim()) void environment[name];
  }
}
