import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { ScenarioError } from "@/lib/inventory/scenario/scenario-error";
import { keepCertificate } from "@/lib/simulator/certificate-file";
import { loadTraces } from "@/lib/simulator/load-traces";
import { type Simulator, type SimulatorOptions, startSimulator } from "@/lib/simulator/simulator";

const USAGE = `npm run -s simulator -- --scenario FILE [options]

Simulates a Proxmox VE cluster on this machine and prints one line when it is ready.

  --scenario FILE           the cluster, in YAML or JSON ("-": standard input)
  --port NUMBER             8006 by default; 0 takes any free port
  --host ADDRESS            127.0.0.1 by default
  --http                    without TLS
  --speed FACTOR            simulated seconds per second; 0 stands still (POST /sim/clock steps it)
  --certificate-file FILE   keep the certificate there, so that its fingerprint stays the same
  --with-parent             end when standard input is closed

EVENKEEL_SIMULATOR_TOKEN (user@realm!name=uuid) sets the API token.
`;

/** A mistake in how the command was called, in one sentence. */
class UsageError extends Error {}

await main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenario: { type: "string" },
      port: { type: "string", default: "8006" },
      host: { type: "string", default: "127.0.0.1" },
      http: { type: "boolean", default: false },
      speed: { type: "string", default: "1" },
      "certificate-file": { type: "string" },
      "with-parent": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (!values.scenario) throw new UsageError(`--scenario FILE is missing.\n\n${USAGE}`);

  const scenario = await readScenario(values.scenario);
  const token = readToken(process.env.EVENKEEL_SIMULATOR_TOKEN);
  const file = values["certificate-file"];
  const nodeName = scenario.nodes[0]?.name ?? "pve";
  const options: SimulatorOptions = {
    scenario,
    port: readNumber("--port", values.port, 0, 65_535, true),
    host: values.host,
    http: values.http,
    speed: readNumber("--speed", values.speed, 0, 10_000, false),
    ...(token && { token }),
    ...(file && !values.http && { certificate: await keepCertificate(file, nodeName) }),
  };
  const simulator = await startSimulator(options);
  endWithParent(simulator, values["with-parent"]);
  announce(simulator);
}

function announce({ url, fingerprint, token }: Simulator): void {
  const ready = { url, fingerprint: fingerprint(), token: `${token.id}=${token.secret}` };
  process.stdout.write(`ready ${JSON.stringify(ready)}\n`);
}

function endWithParent(simulator: Simulator, withParent: boolean): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    simulator.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  if (process.channel) process.on("disconnect", end);
  if (withParent) process.stdin.on("end", end).on("error", end).resume();
}

async function readScenario(file: string): Promise<SimulatorOptions["scenario"]> {
  const text = file === "-" ? await readStandardInput() : await readFile(file, "utf8");
  const { scenario, warnings } = parseScenario(text);
  for (const { path: where, message } of warnings) process.stderr.write(`warning: ${where}: ${message}\n`);
  return await loadTraces(scenario, file === "-" ? process.cwd() : path.dirname(path.resolve(file)));
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function readNumber(name: string, text: string, low: number, high: number, whole: boolean): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < low || value > high || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${name} must be ${whole ? "a whole number" : "a number"} from ${low} to ${high}.`);
  }
  return value;
}

function readToken(text: string | undefined): { id: string; secret: string } | null {
  if (!text) return null;
  const match =
    /^([^\s:/!=]+@[a-z]+![A-Za-z][\w.-]+)=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(
      text,
    );
  if (!match?.[1] || !match[2]) {
    throw new UsageError("EVENKEEL_SIMULATOR_TOKEN must look like user@realm!name=lower-case-uuid.");
  }
  return { id: match[1], secret: match[2] };
}

function explain(error: unknown): string {
  if (error instanceof ScenarioError || error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return "The port is in use already; choose another with --port.";
  if (code === "EACCES") return "This address or file may not be used: permission denied.";
  return error.message;
}
