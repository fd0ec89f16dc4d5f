import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { type ApplicationProcesses, startApplications } from "../crash/application-processes";
import { startCampaignDatabase } from "../crash/campaign-database";
import { connectedCluster, until } from "../crash/campaign-moves";
import { readProcessorMs } from "../processor-time";
import { watchProgress } from "./watch-progress";

const GIB = 1024 ** 3;
const NODES = ["pve1", "pve2", "pve3"];
const GUESTS = 12;
const READY_WITHIN_MS = 120_000;
const ENDED_WITHIN_MS = 120_000;
const RESTS_WITHIN_MS = 60_000;
const REST_MS_A_SECOND = 200;
const LOOK_EVERY_MS = 2;

/** Milliseconds since the click, as the timeline of the move has them. */
export interface Click {
  readonly answeredMs: number;
  readonly plannedMs: number;
  readonly waitingMs: number;
  readonly preflightMs: number;
  readonly submittingMs: number;
  readonly taskMs: number;
}

export interface Clicks {
  /** The first of each start of the application. */
  readonly first: readonly Click[];
  readonly later: readonly Click[];
  /** From a line of the log to its place in the database, from where pages are told at once. */
  readonly lagMs: readonly number[];
}

/** A small cluster whose guests take two seconds to send: enough lines to follow, and over before long. */
function clickCluster(): ScenarioInput {
  return {
    version: 1,
    name: "click",
    pve: "9.1",
    nodes: NODES.map((name) => ({ name, cores: 32, memory: 256 * GIB, migrationBandwidth: GIB / 4 })),
    storages: [{ id: "ceph", type: "rbd", shared: true, content: ["images"], total: 4096 * GIB, used: GIB }],
    guests: Array.from({ length: GUESTS }, (_, index) => ({
      vmid: 100 + index,
      name: `vm${100 + index}`,
      node: NODES[index % NODES.length] ?? "pve1",
      cores: 2,
      cpuUsed: 0.2,
      memory: GIB,
      memoryUsed: GIB / 2,
      disks: [{ key: "scsi0", storage: "ceph", size: 8 * GIB }],
    })),
  };
}

export async function measureClicks({
  starts,
  clicksPerStart,
}: {
  readonly starts: number;
  readonly clicksPerStart: number;
}): Promise<Clicks> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-click-"));
  process.env.NEXTAUTH_SECRET = randomBytes(32).toString("hex");
  process.env.EVENKEEL_SECRET_KEY = randomBytes(32).toString("base64");
  const database = await startCampaignDatabase(folder);
  const simulator = await startTestSimulator(clickCluster());
  let applications: ApplicationProcesses | null = null;
  try {
    applications = await startApplications(1, environmentOf(folder, database.url, simulator));
    const clusterId = await connectedCluster({ perCluster: 4, perSource: 2, perTarget: 2 });
    const { signedIn } = await import("@/tests/support/signed-in");
    const { cookie } = await signedIn({ role: "operator" });
    const first: Click[] = [];
    const later: Click[] = [];
    const lagMs: number[] = [];
    for (let start = 0; start < starts; start += 1) {
      if (start > 0) applications.kill("all");
      await readAfterStart(applications, clusterId);
      for (let count = 0; count < clicksPerStart; count += 1) {
        const moving = { origin: applications.origins()[0] ?? "", cookie, clusterId, simulator };
        const { click, lags } = await clickOnce(moving, start * clicksPerStart + count);
        (count === 0 ? first : later).push(click);
        lagMs.push(...lags);
        process.stderr.write(`click to task ${click.taskMs} ms, ${lags.length} lines of progress\n`);
      }
    }
    return { first, later, lagMs };
  } finally {
    await applications?.stop();
    await simulator.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The application answers, has read the cluster since it was started and has its advice, and rests: its history is filled, and the code of the
 * next start is loaded. It would read at the next minute; here it is told to at once.
 */
async function readAfterStart(applications: ApplicationProcesses, clusterId: string): Promise<void> {
  const { prisma } = await import("@/lib/server/db/prisma");
  const { readSnapshot } = await import("@/lib/server/live/read-snapshot");
  const { announceCluster } = await import("@/lib/server/clusters/announce-cluster");
  const startedAtMs = Date.now();
  const answers = async () => applications.origins().length > 0;
  if (!(await until(answers, READY_WITHIN_MS))) throw new Error("The application did not start.");
  await announceCluster(clusterId, "changed");
  const isReady = async () => {
    const readAtMs = (await readSnapshot(clusterId))?.snapshot.readAtMs ?? 0;
    return readAtMs > startedAtMs && (await prisma.recommendation.count({ where: { clusterId } })) > 0;
  };
  if (!(await until(isReady, READY_WITHIN_MS))) throw new Error("The application did not read the cluster.");
  if (!(await until(isAtRest, RESTS_WITHIN_MS))) process.stderr.write("the application does not rest\n");
}

/** Over a second, this process and all below it: the application, the one that is loaded ahead, the database and the cluster. */
async function isAtRest(): Promise<boolean> {
  const before = await readProcessorMs(process.pid, true);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return (await readProcessorMs(process.pid, true)) - before < REST_MS_A_SECOND;
}

interface Moving {
  readonly origin: string;
  readonly cookie: string;
  readonly clusterId: string;
  readonly simulator: TestSimulator;
}

async function clickOnce(
  { origin, cookie, clusterId, simulator }: Moving,
  number: number,
): Promise<{ readonly click: Click; readonly lags: readonly number[] }> {
  const { prisma } = await import("@/lib/server/db/prisma");
  const vmid = 100 + (number % GUESTS);
  const from = simulator.state().guests?.find((guest) => guest.vmid === vmid)?.node ?? "";
  const target = NODES[(NODES.indexOf(from) + 1) % NODES.length];
  const tasksBefore = migrationsOf(simulator, vmid).length;
  const clickedAtMs = Date.now();
  const answer = await fetch(`${origin}/api/v1/moves`, {
    method: "POST",
    headers: { cookie },
    body: JSON.stringify({ clusterId, vmid, target, from }),
  });
  const answeredMs = Date.now() - clickedAtMs;
  const { data, error } = (await answer.json()) as { data?: { id: string }; error?: { message: string } };
  if (!data) throw new Error(`the click was refused: ${error?.message}`);
  while (migrationsOf(simulator, vmid).length === tasksBefore)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  const taskMs = Date.now() - clickedAtMs;
  const upid = migrationsOf(simulator, vmid).at(-1)?.upid ?? "";
  const lags = await watchProgress({ simulator, moveId: data.id, upid });
  const hasEnded = async () =>
    (await prisma.move.findUniqueOrThrow({ where: { id: data.id }, select: { endedAt: true } })).endedAt !==
    null;
  if (!(await until(hasEnded, ENDED_WITHIN_MS))) throw new Error("The move did not end.");
  const transitions = await prisma.moveTransition.findMany({ where: { moveId: data.id } });
  const sinceClick = (state: string) =>
    (transitions.find(({ to }) => to === state)?.at.getTime() ?? Number.NaN) - clickedAtMs;
  const click = {
    answeredMs,
    plannedMs: sinceClick("planned"),
    waitingMs: sinceClick("waiting"),
    preflightMs: sinceClick("preflight"),
    submittingMs: sinceClick("submitting"),
    taskMs,
  };
  return { click, lags };
}

function migrationsOf(simulator: TestSimulator, vmid: number) {
  return simulator.tasks().filter(({ type, id }) => type === "qmigrate" && id === String(vmid));
}

function environmentOf(folder: string, databaseUrl: string, simulator: TestSimulator): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    NODE_ENV: "production",
    NEXT_RUNTIME: "nodejs",
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET,
    EVENKEEL_SECRET_KEY: process.env.EVENKEEL_SECRET_KEY,
    EVENKEEL_DATA_DIRECTORY: path.join(folder, "data"),
    EVENKEEL_DEMO: "off",
    EVENKEEL_LOG_LEVEL: "warn",
    PROXMOX_NODE_1_NAME: "click",
    PROXMOX_NODE_1_HOST: "127.0.0.1",
    PROXMOX_NODE_1_PORT: String(simulator.port),
    PROXMOX_NODE_1_TOKEN_ID: simulator.tokenId,
    PROXMOX_NODE_1_TOKEN_SECRET: simulator.tokenSecret,
    PROXMOX_NODE_1_FINGERPRINT: simulator.fingerprint,
  };
}
