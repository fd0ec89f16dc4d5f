import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { Agent, request } from "undici";
import type { Scenario } from "@/lib/inventory/scenario/scenario";

const ROOT = path.join(import.meta.dirname, "../../..");

/** How a simulated cluster is reached. */
export interface SimulatorAddress {
  readonly url: string;
  readonly fingerprint: string;
  /** `id=secret` */
  readonly token: string;
}

/** A simulated cluster in a process of its own. */
export interface SimulatorProcess {
  readonly child: ChildProcess;
  readonly ready: SimulatorAddress;
  /** Requests of the API received so far. */
  countCalls(): Promise<number>;
  /** Moves the cluster's time forward. */
  advance(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; `speed: 0` stands still until it is moved forward. */
export async function startSimulatorProcess(options: {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly speed?: number;
}): Promise<SimulatorProcess> {
  const { child, ready } = await spawnSimulator(options);
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const control = async (method: "GET" | "POST", address: string, body?: object): Promise<unknown> => {
    const answer = await request(new URL(address, ready.url), {
      dispatcher,
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (answer.statusCode !== 200) throw new Error(`${address} answered ${answer.statusCode}`);
    return answer.body.json();
  };
  return {
    child,
    ready,
    countCalls: async () => ((await control("GET", "/sim/calls")) as { readonly total: number }).total,
    advance: async (seconds) => void (await control("POST", "/sim/clock", { seconds })),
    stop: async () => {
      await dispatcher.close();
      await endProcess(child);
    },
  };
}

async function spawnSimulator(options: {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly speed?: number;
}) {
  const { scenario, folder, speed = 1 } = options;
  const file = path.join(folder, `scenario-${scenario.guests.length}.json`);
  await writeFile(file, JSON.stringify(scenario));
  const script = path.join(ROOT, "scripts/simulator.ts");
  const child = spawn(
    process.execPath,
    [
      ...["--import", "tsx", script, "--scenario", file],
      ...["--port", "0", "--speed", String(speed), "--with-parent"],
    ],
    { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("ready ")) continue;
    child.stdout.resume();
    return { child, ready: JSON.parse(line.slice("ready ".length)) as SimulatorAddress };
  }
  throw new Error("the simulator ended before it was ready");
}

/** Asks a process to end, and makes it when it does not. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}
