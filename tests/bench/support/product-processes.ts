import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Scenario } from "@/lib/inventory/scenario/scenario";

const ROOT = path.join(import.meta.dirname, "../../..");

interface Ready {
  readonly url: string;
  readonly fingerprint: string;
  readonly token: string;
}

/** The simulator and the application's background work, each a process of its own. */
export interface ProductProcesses {
  /** What ended although it was not told to, in a sentence; null while all is well. */
  problem(): string | null;
  stop(): Promise<void>;
}

/** Starts a simulated cluster and the product that reads it, on this database. */
export async function startProduct(options: {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly databaseUrl: string;
}): Promise<ProductProcesses> {
  const simulator = await startSimulator(options.scenario, options.folder);
  const product = startBackground(options.databaseUrl, options.folder, simulator.ready);
  const children = [simulator.child, product];
  const stop = async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    }
  };
  const problem = () => {
    const ended = children.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    return ended ? `"${ended.spawnargs.at(-1)}" ended by itself` : null;
  };
  const [message] = await Promise.race([once(product, "message"), once(product, "exit").then(() => [null])]);
  if (message !== "ready") {
    await stop();
    throw new Error("the application ended before it was ready");
  }
  return { problem, stop };
}

async function startSimulator(scenario: Scenario, folder: string) {
  const file = path.join(folder, "scenario.json");
  await writeFile(file, JSON.stringify(scenario));
  const script = path.join(ROOT, "scripts/simulator.ts");
  const child = spawn(
    process.execPath,
    ["--import", "tsx", script, "--scenario", file, "--port", "0", "--with-parent"],
    { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("ready ")) {
      child.stdout.resume();
      return { child: child as ChildProcess, ready: JSON.parse(line.slice("ready ".length)) as Ready };
    }
  }
  throw new Error("the simulator ended before it was ready");
}

function startBackground(
  databaseUrl: string,
  folder: string,
  { url, fingerprint, token }: Ready,
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
