import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { type NodeProgram, type RunningChild, startChild } from "@/scripts/start/child-process";

const READY_WITHIN_MS = 60_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** It lived this long: what ended it now is a new trouble. */
const STEADY_AFTER_MS = 60_000;
const STOP_WITHIN_MS = 3_000;

const keptIdentity = z.object({ port: z.int().min(1).max(65_535), token: z.string() });
const readyLine = z.object({ url: z.url(), fingerprint: z.string(), token: z.string() });

/** How the demo cluster is reached, as its ready line says. */
export type DemoConnection = z.infer<typeof readyLine>;

export interface Demo {
  readonly connection: DemoConnection;
  stop(): Promise<void>;
}

/** Whether the simulated cluster is wanted: always, never, or while no real one is known. */
export async function isDemoWanted(
  choice: "auto" | "on" | "off",
  environment: Readonly<Record<string, string | undefined>>,
  databaseUrl: string,
): Promise<boolean> {
  if (choice !== "auto") return choice === "on";
  if (Object.entries(environment).some(([name, value]) => name.startsWith("PROXMOX_") && value?.trim()))
    return false;

  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      "SELECT FROM cluster WHERE source <> 'demo' AND removed_at IS NULL LIMIT 1",
    );
    return rowCount === 0;
  } finally {
    await client.end();
  }
}

/** What stays the same over restarts, so that the demo cluster is the same cluster with the same history. */
export interface DemoIdentity {
  readonly port: number;
  readonly token: string;
  readonly certificateFile: string;
}

/**
 * Starts the simulator as what it was before and starts it again when it dies.
 *
 * @param program run as the simulator; its ready line says how to connect
 */
export async function startDemo(options: {
  readonly program: (identity: DemoIdentity) => NodeProgram;
  readonly dataDirectory: string;
  readonly warn: (line: string) => void;
}): Promise<Demo> {
  const program = options.program(await keepIdentity(options.dataDirectory));
  let current = await startSimulator(program);

  const stopping = new AbortController();
  const watch = async () => {
    let retryMs = FIRST_RETRY_MS;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      await current.child.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_AFTER_MS) retryMs = FIRST_RETRY_MS;
      options.warn("The simulator of the demo cluster ended; starting it again.");
      await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      if (stopping.signal.aborted) return;
      const { connection } = current;
      current = await startSimulator(program).catch(({ child }: SimulatorError) => ({ connection, child }));
    }
  };
  const watching = watch();
  return {
    connection: current.connection,
    stop: async () => {
      stopping.abort();
      await current.child.stop(STOP_WITHIN_MS);
      await watching;
      await current.child.stop(STOP_WITHIN_MS);
    },
  };
}

class SimulatorError extends Error {
  readonly child: RunningChild;

  constructor(child: RunningChild) {
    super(
      `The simulator of the demo cluster does not start: ${child.lastLines().join("\n") || "it said nothing"}`,
    );
    this.child = child;
  }
}

interface Simulator {
  readonly child: RunningChild;
  readonly connection: DemoConnection;
}

function startSimulator(program: NodeProgram): Promise<Simulator> {
  return new Promise((resolve, reject) => {
    const child = startChild(program, (line) => {
      const text = /^ready (\{.*\})$/.exec(line)?.[1];
      if (text === undefined) return;
      clearTimeout(timer);
      resolve({ child, connection: readyLine.parse(JSON.parse(text)) });
    });
    const timer = setTimeout(() => void child.stop(0), READY_WITHIN_MS);
    void child.ended.then(() => {
      clearTimeout(timer);
      reject(new SimulatorError(child));
    });
  });
}

async function keepIdentity(dataDirectory: string): Promise<DemoIdentity> {
  const file = path.join(dataDirectory, "secrets/demo.json");
  const kept = keptIdentity.safeParse(
    await readFile(file, "utf8")
      .then(JSON.parse)
      .catch(() => null),
  ).data;
  const port = await findPort(kept?.port ?? 0);
  const token = kept?.token ?? `evenkeel@pve!demo=${randomUUID()}`;
  if (port !== kept?.port) await writeFile(file, `${JSON.stringify({ port, token })}\n`, { mode: 0o600 });
  return { port, token, certificateFile: path.join(dataDirectory, "secrets/demo-certificate.pem") };
}

/** The port it had, or another one while somebody else has that. */
function findPort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (wanted === 0 ? reject(error) : resolve(findPort(0))));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
