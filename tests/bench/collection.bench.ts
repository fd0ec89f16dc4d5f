import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const NODES = 32;
const GUESTS = 1_000;
const GIB = 1024 ** 3;
const LIMIT_CALLS = 40;
const LIMIT_CPU_SECONDS = 0.5;
/** PVE renews its figures every ten seconds; a cycle that comes earlier would have less to do. */
const CYCLE_MS = 10_000;

interface Ready {
  readonly url: string;
  readonly fingerprint: string;
  readonly token: string;
}

/**
 * What reading 32 nodes with 1,000 guests costs: API calls of each cycle as the simulator (in another process) counts
 * them, and CPU of our process for the whole of a cycle: read, normalise, name, compare, score, store.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  // Standard output is for the result alone.
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-bench-"));
  await chmod(folder, 0o755);
  const { startPostgres } = await import("@/lib/server/db/embedded/start-postgres");
  const server = await startPostgres({
    directory: path.join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings: { fsync: "off" },
  });
  const simulator = await startSimulator(folder);
  try {
    process.env.DATABASE_URL = server.urlOf("postgres");
    process.env.EVENKEEL_SECRET_KEY = randomBytes(32).toString("base64");
    return await measure(simulator.ready, quick);
  } finally {
    const { closePool } = await import("@/lib/server/db/pool");
    const { closePrisma } = await import("@/lib/server/db/prisma");
    await closePrisma();
    await closePool();
    simulator.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(ready: Ready, quick: boolean) {
  const { applyMigrations } = await import("@/lib/server/db/apply-migrations");
  const { collectCluster } = await import("@/lib/server/collection/collect-cluster");
  await applyMigrations(process.env.DATABASE_URL ?? "");
  const clusterId = await addCluster(ready);
  const cycles = quick ? 4 : 20;
  const calls: number[] = [];
  const cpuSeconds: number[] = [];
  const wallSeconds: number[] = [];
  let before = await countCalls(ready);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const outcome = await collectCluster(clusterId, { force: true });
    const cpu = process.cpuUsage(cpuBefore);
    if (outcome.outcome !== "stored") throw new Error(`a cycle ended with ${JSON.stringify(outcome)}`);
    const after = await countCalls(ready);
    calls.push(after - before);
    before = after;
    cpuSeconds.push((cpu.user + cpu.system) / 1e6);
    wallSeconds.push((performance.now() - startedAt) / 1e3);
    if (cycle < cycles - 1) await sleep(Math.max(0, CYCLE_MS - (performance.now() - startedAt)));
  }
  return report({ calls, cpuSeconds, wallSeconds });
}

function report(series: Readonly<Record<"calls" | "cpuSeconds" | "wallSeconds", readonly number[]>>) {
  // The first cycle also compiles our code and opens every connection; it is shown by itself.
  const [firstCpuSeconds = 0, ...cpuSeconds] = series.cpuSeconds;
  const mostCalls = Math.max(...series.calls);
  const medianCpuSeconds = median(cpuSeconds);
  return {
    ok: mostCalls <= LIMIT_CALLS && Math.max(...cpuSeconds) < LIMIT_CPU_SECONDS,
    figures: {
      nodes: NODES,
      guests: GUESTS,
      cycles: series.calls.length,
      mostCalls,
      callsFirstCycle: series.calls[0],
      callsLastCycle: series.calls.at(-1),
      firstCpuSeconds: rounded(firstCpuSeconds),
      medianCpuSeconds: rounded(medianCpuSeconds),
      mostCpuSeconds: rounded(Math.max(...cpuSeconds)),
      medianWallSeconds: rounded(median(series.wallSeconds)),
    },
    limits: { mostCalls: LIMIT_CALLS, mostCpuSeconds: LIMIT_CPU_SECONDS },
  };
}

async function addCluster({ url, fingerprint, token }: Ready): Promise<string> {
  const { createCluster } = await import("@/lib/server/clusters/create-cluster");
  const { port } = new URL(url);
  const [tokenId = "", tokenSecret = ""] = token.split("=");
  const { id } = await createCluster(
    { userId: "", username: "bench", name: "bench", role: "admin", sessionId: "" },
    {
      name: "bench",
      endpoints: [{ host: "127.0.0.1", port: Number(port), fingerprint }],
      tokenId,
      tokenSecret,
      tlsPolicy: "fingerprint",
      caCertificate: null,
      intervalSeconds: null,
      paused: false,
    },
  );
  return id;
}

/** Requests of the API that the simulator has received so far. */
async function countCalls({ url }: Ready): Promise<number> {
  const { Agent, request } = await import("undici");
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const { body } = await request(new URL("/sim/calls", url), { dispatcher });
  const answer = (await body.json()) as { readonly total: number };
  await dispatcher.close();
  return answer.total;
}

async function startSimulator(folder: string): Promise<{ readonly ready: Ready; readonly stop: () => void }> {
  const file = path.join(folder, "scenario.json");
  await writeFile(file, JSON.stringify(aScenario()));
  const script = path.join(import.meta.dirname, "../../scripts/simulator.ts");
  const args = ["--import", "tsx", script, "--scenario", file, "--port", "0", "--with-parent"];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("ready ")) continue;
    return {
      ready: JSON.parse(line.slice("ready ".length)) as Ready,
      stop: () => void child.kill("SIGTERM"),
    };
  }
  throw new Error("the simulator ended before it was ready");
}

function aScenario() {
  const nameOf = (index: number) => `pve${String((index % NODES) + 1).padStart(2, "0")}`;
  return {
    version: 1,
    name: "bench",
    pve: "9.1",
    nodes: Array.from({ length: NODES }, (_, index) => ({
      name: nameOf(index),
      cores: 64,
      memory: 512 * GIB,
    })),
    storages: [
      { id: "ceph", type: "rbd", shared: true, content: ["images", "rootdir"], total: 1e14, used: 4e13 },
    ],
    guests: Array.from({ length: GUESTS }, (_, index) => ({
      vmid: 100 + index,
      name: `guest-${100 + index}`,
      type: index % 5 === 0 ? "lxc" : "qemu",
      node: nameOf(index),
      status: "running",
      cores: 4,
      memory: 8 * GIB,
      cpuUsed: 0.8,
      memoryUsed: 5 * GIB,
      disks: [{ key: index % 5 === 0 ? "rootfs" : "scsi0", storage: "ceph", size: 32 * GIB }],
      tags: ["prod", `team-${index % 12}`],
      load: { kind: "sine", period: 3_600, amplitude: 0.4, phase: index },
    })),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
