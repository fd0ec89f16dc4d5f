import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { endProcess, type SimulatorProcess, startSimulatorProcess } from "../simulator-process";

const ROOT = path.join(import.meta.dirname, "../../../..");

/** The whole product, started as its user starts it, with a simulated cluster beside it. */
export interface PageServer {
  readonly origin: string;
  readonly oneTimePassword: string;
  /** The same data, a new process: it looks for static files only when it starts. */
  readonly restart: () => Promise<PageServer>;
  readonly stop: () => Promise<void>;
}

/** Builds the product when it is not built. */
export async function preparePages(): Promise<void> {
  const builder = spawn(process.execPath, ["scripts/start.mjs", "--prepare"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", EVENKEEL_DEMO: "off" },
  });
  const [code] = (await once(builder, "exit")) as [number | null];
  if (code !== 0) throw new Error("the product could not be built");
}

/** @throws when the product ends before it is ready */
export async function startPageServer(options: {
  readonly scenario: Scenario;
  readonly folder: string;
}): Promise<PageServer> {
  const simulator = await startSimulatorProcess(options);
  return startOn(options.folder, simulator);
}

async function startOn(folder: string, simulator: SimulatorProcess): Promise<PageServer> {
  const port = await freePort();
  const [tokenId, tokenSecret] = simulator.ready.token.split("=");
  const product = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      PORT: String(port),
      EVENKEEL_DATA_DIRECTORY: path.join(folder, "data"),
      EVENKEEL_DEMO: "off",
      EVENKEEL_LOG_LEVEL: "warn",
      PROXMOX_NODE_1_NAME: "Bench",
      PROXMOX_NODE_1_HOST: "127.0.0.1",
      PROXMOX_NODE_1_PORT: new URL(simulator.ready.url).port,
      PROXMOX_NODE_1_TOKEN_ID: tokenId,
      PROXMOX_NODE_1_TOKEN_SECRET: tokenSecret,
      PROXMOX_NODE_1_FINGERPRINT: simulator.ready.fingerprint,
    },
  });
  const stop = async () => {
    await endProcess(product);
    await simulator.stop();
  };
  const oneTimePassword = await untilReady(product);
  if (oneTimePassword === null) {
    await stop();
    throw new Error("the product ended before it was ready");
  }
  const restart = async () => {
    await endProcess(product);
    return startOn(folder, simulator);
  };
  return { origin: `http://127.0.0.1:${port}`, oneTimePassword, restart, stop };
}

async function untilReady(product: ChildProcess): Promise<string | null> {
  if (!product.stdout) return null;
  let password = "";
  for await (const line of createInterface({ input: product.stdout })) {
    password ||= /one-time password (\S+)/.exec(line)?.[1] ?? "";
    if (!line.includes("Evenkeel is ready")) continue;
    product.stdout.resume();
    return password;
  }
  return null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
