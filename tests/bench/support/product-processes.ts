import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import type { ProcessUsage } from "./run-product";
import { endProcess, type SimulatorAddress, startSimulatorProcess } from "./simulator-process";

const ROOT = path.join(import.meta.dirname, "../../..");

/** The simulator and the application's background work, each a process of its own. */
export interface ProductProcesses {
  /** What ended although it was not told to, in a sentence; null while all is well. */
  problem(): string | null;
  /** What the application has used so far. */
  usage(): Promise<ProcessUsage>;
  /** Requests of the API that the simulated cluster has received so far. */
  countCalls(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a simulated cluster and the product that reads it, on this database. */
export async function startProduct(options: {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly databaseUrl: string;
}): Promise<ProductProcesses> {
  const simulator = await startSimulatorProcess(options);
  const product = startBackground(options.databaseUrl, options.folder, simulator.ready);
  const stop = async () => {
    await endProcess(product);
    await simulator.stop();
  };
  const problem = () => {
    const ended = [product, simulator.child].find(
      ({ exitCode, signalCode }) => exitCode !== null || signalCode !== null,
    );
    return ended ? `"${ended.spawnargs.at(-1)}" ended by itself` : null;
  };
  const usage = async () => {
    product.send("usage");
    const [answer] = (await once(product, "message")) as [ProcessUsage];
    return answer;
  };
  const [message] = await Promise.race([once(product, "message"), once(product, "exit").then(() => [null])]);
  if (message !== "ready") {
    await stop();
    throw new Error("the application ended before it was ready");
  }
  return { problem, usage, countCalls: simulator.countCalls, stop };
}

function startBackground(
  databaseUrl: string,
  folder: string,
  { url, fingerprint, token }: SimulatorAddress,
): ChildProcess {
  const [tokenId, tokenSecret] = token.split("=");
  const file = path.join(import.meta.dirname, "run-product.ts");
  return spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", file], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_RUNTIME: "nodejs",
      DATABASE_URL: databaseUrl,
      EVENKEEL_DATA_DIRECTORY: path.join(folder, "data"),
      EVENKEEL_SECRET_KEY: randomBytes(32).toString("base64"),
      EVENKEEL_DEMO: "off",
      EVENKEEL_LOG_LEVEL: "warn",
      PROXMOX_NODE_1_NAME: "idle",
      PROXMOX_NODE_1_HOST: "127.0.0.1",
      PROXMOX_NODE_1_PORT: new URL(url).port,
      PROXMOX_NODE_1_TOKEN_ID: tokenId,
      PROXMOX_NODE_1_TOKEN_SECRET: tokenSecret,
      PROXMOX_NODE_1_FINGERPRINT: fingerprint,
    },
  });
}
