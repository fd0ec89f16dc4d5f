import "server-only";
import { z } from "zod";

/** A variable of the environment that cannot be used. The message names it and never shows its value. */
export class EnvironmentError extends Error {
  readonly variable: string;

  constructor(variable: string, problem: string) {
    super(`${variable} ${problem}.`);
    this.name = "EnvironmentError";
    this.variable = variable;
  }
}

const port = z.coerce
  .number({ error: "must be a port number" })
  .int("must be a whole number")
  .min(1, "must be between 1 and 65535")
  .max(65_535, "must be between 1 and 65535");

const yesOrNo = z
  .enum(["1", "0", "true", "false", "yes", "no", "on", "off"], { error: "must be true or false" })
  .transform((text) => ["1", "true", "yes", "on"].includes(text));

const proxyCount = z
  .preprocess((text) => (text === "true" || text === "on" || text === "yes" ? "1" : text), z.coerce.number())
  .pipe(z.int("must be a whole number").min(0, "must be 0 to 10").max(10, "must be 0 to 10"));

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" });

const postgresUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
    "must be a postgresql:// address, such as postgresql://user:password@host:5432/evenkeel",
  );

const key = z
  .string()
  .refine(
    (text) => /^[A-Za-z0-9+/_-]{43}=?$/.test(text),
    "must be 32 bytes in base64 (openssl rand -base64 32)",
  );

const signingKey = z
  .string()
  .refine(
    (text) => /^(signkey-\w+-)?([0-9a-f]{2})+$/i.test(text),
    "must be an even number of hexadecimal digits (openssl rand -hex 32), as the Inngest server was given it",
  );

/**
 * Every variable Evenkeel reads, in the order of .env.example. An empty value counts as unset.
 * The launcher (`npm start`) gives the application those it made itself.
 */
export const environmentVariables = {
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  EVENKEEL_DATA_DIRECTORY: z.string().default(".evenkeel"),
  DATABASE_URL: postgresUrl,
  EVENKEEL_SECRET_KEY: key.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  NEXTAUTH_URL: httpUrl.optional(),
  EVENKEEL_TRUST_PROXY: proxyCount.default(0),
  EVENKEEL_LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("info"),
  EVENKEEL_DEMO: z.enum(["auto", "on", "off"], { error: "must be auto, on or off" }).default("auto"),
  EVENKEEL_DEMO_URL: httpUrl.optional(),
  EVENKEEL_DEMO_FINGERPRINT: z.string().optional(),
  EVENKEEL_DEMO_TOKEN: z.string().optional(),
  PROXMOX_HOST: z.string().optional(),
  PROXMOX_PORT: port.default(8006),
  PROXMOX_USER: z.string().optional(),
  PROXMOX_TOKEN_NAME: z.string().optional(),
  PROXMOX_TOKEN_VALUE: z.string().optional(),
  PROXMOX_VERIFY_SSL: yesOrNo.default(true),
  INNGEST_BASE_URL: httpUrl.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: signingKey.optional(),
  INNGEST_SERVE_ORIGIN: httpUrl.optional(),
} as const;

type Variables = typeof environmentVariables;
export type Environment = { readonly [Name in keyof Variables]: z.output<Variables[Name]> };

/** One `PROXMOX_NODE_<n>_*` group of the environment, as written: a part that is missing is null. */
export interface ProxmoxNodeVariables {
  readonly number: number;
  readonly name: string | null;
  readonly host: string | null;
  readonly tokenId: string | null;
  readonly tokenSecret: string | null;
  readonly port: string | null;
  readonly fingerprint: string | null;
  readonly verifySsl: string | null;
}

/**
 * The environment, each variable validated when it is read, so that a command needs only those it uses.
 *
 * @throws EnvironmentError naming the variable and what is wrong with it
 */
export const env = readEnvironment(process.env);

/** An {@link Environment} over `source`, which is looked at again at every reading. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const environment = {};
  for (const [name, schema] of Object.entries(environmentVariables)) {
    Object.defineProperty(environment, name, {
      enumerable: true,
      get: () => readVariable(name, schema, source[name]),
    });
  }
  return environment as Environment;
}

function readVariable(name: string, schema: z.ZodType, text: string | undefined): unknown {
  const given = text?.trim() || undefined;
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new EnvironmentError(name, given ? (result.error.issues[0]?.message ?? "is invalid") : "is not set");
}

/** The `PROXMOX_NODE_<n>_*` groups of the environment, by number. */
export function readProxmoxNodeVariables(
  source: Readonly<Record<string, string | undefined>> = process.env,
): readonly ProxmoxNodeVariables[] {
  const numbers = new Set<number>();
  for (const [name, value] of Object.entries(source)) {
    const number = /^PROXMOX_NODE_(\d+)_(NAME|HOST|TOKEN_ID|TOKEN_SECRET)$/.exec(name)?.[1];
    if (number && value?.trim()) numbers.add(Number(number));
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const part = (name: string) => source[`PROXMOX_NODE_${number}_${name}`]?.trim() || null;
      return {
        number,
        name: part("NAME"),
        host: part("HOST"),
        tokenId: part("TOKEN_ID"),
        tokenSecret: part("TOKEN_SECRET"),
        port: part("PORT"),
        fingerprint: part("FINGERPRINT"),
        verifySsl: part("VERIFY_SSL"),
      };
    });
}

/**
 * Refuses half of what an Inngest server needs: without the keys no event would arrive there and no call of it would be
 * answered, so that nothing would ever be read.
 *
 * @throws EnvironmentError naming the variable that is missing
 */
export function requireWholeInngest(environment: Environment): void {
  const { INNGEST_BASE_URL: server, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signing } = environment;
  if (server === undefined && eventKey === undefined) return;
  const because = `is not set, but ${server === undefined ? "INNGEST_EVENT_KEY" : "INNGEST_BASE_URL"} is: an Inngest server needs both its keys`;
  if (eventKey === undefined) throw new EnvironmentError("INNGEST_EVENT_KEY", because);
  if (signing === undefined) throw new EnvironmentError("INNGEST_SIGNING_KEY", because);
}
