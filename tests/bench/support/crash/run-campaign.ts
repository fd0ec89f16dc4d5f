import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Random } from "@/lib/simulator/random";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { type ApplicationProcesses, startApplications } from "./application-processes";
import { applicationCaller, askForMoves, type MovesSoFar } from "./ask-for-moves";
import { campaignCluster } from "./campaign-cluster";
import { type CampaignDatabase, startCampaignDatabase } from "./campaign-database";
import {
  connectedCluster,
  judgedMove,
  readMovesSoFar,
  readProgress,
  readUnknownMoves,
  until,
} from "./campaign-moves";
import { type Evidence, type Judgement, judgeCampaign } from "./judge-campaign";
import { aLookingPerson } from "./look-and-say";
import { type MigrateProxy, startMigrateProxy } from "./migrate-proxy";
import { migrationsOf } from "./migrations-of";
import { recordPlaces } from "./place-record";
import { type RecoveryMeter, startRecoveryMeter } from "./recovery-meter";
import { startTroublemaker, type Troubled, type Troublemaker } from "./troublemaker";

export interface Campaign {
  readonly seed: number;
  readonly moves: number;
  readonly processes: number;
  /** The longest time for all of it: on a machine that is too slow, fewer moves are asked for. */
  readonly minutes: number;
  readonly pace: Troubled["pace"];
}

export interface CampaignResult extends Record<string, unknown> {
  readonly judgement: Judgement;
  readonly moves: number;
  readonly states: Readonly<Record<string, number>>;
  readonly troubles: Readonly<Record<string, number>>;
  readonly kills: number;
}

const LIMITS = { perCluster: 16, perSource: 4, perTarget: 4 };
const LOOK_EVERY_MS = 2_000;
const TELL_EVERY_LOOKS = 5;
/** For moves that are under way when nothing is asked for any more: a lost request alone takes two minutes. */
const SETTLE_WITHIN_MS = 8 * 60_000;
const SETTLE_SHARE = 0.4;

/** One campaign from an empty database to the judgement. */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const endMs = Date.now() + campaign.minutes * 60_000;
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-crash-"));
  const database = await startCampaignDatabase(folder);
  const simulator = await startTestSimulator(campaignCluster(campaign.seed), { speed: 1 });
  let applications: ApplicationProcesses | null = null;
  let proxy: MigrateProxy | null = null;
  let troublemaker: Troublemaker | null = null;
  const meter = startRecoveryMeter(() => applications);
  try {
    proxy = await startMigrateProxy({
      targetPort: simulator.port,
      fateOf: () => troublemaker?.fateOf() ?? "pass",
      kill: () => troublemaker?.killSender(),
    });
    const env = environmentOf(folder, database, simulator, proxy);
    applications = await startApplications(campaign.processes, env);
    const clusterId = await connectedCluster(LIMITS);
    troublemaker = startTroublemaker({
      seed: campaign.seed,
      simulator,
      database,
      applications: () => applications,
      progress: readProgress,
      onKilled: meter.killed,
      pace: campaign.pace,
    });
    return await carryOut({
      campaign,
      endMs,
      clusterId,
      simulator,
      proxy,
      applications,
      troublemaker,
      meter,
    });
  } finally {
    meter.stop();
    await troublemaker?.stop();
    await applications?.stop();
    await proxy?.stop();
    await simulator.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Staged {
  readonly campaign: Campaign;
  readonly endMs: number;
  readonly clusterId: string;
  readonly simulator: TestSimulator;
  readonly proxy: MigrateProxy;
  readonly applications: ApplicationProcesses;
  readonly troublemaker: Troublemaker;
  readonly meter: RecoveryMeter;
}

async function carryOut(staged: Staged): Promise<CampaignResult> {
  const { campaign, endMs, clusterId, simulator, proxy, applications, troublemaker } = staged;
  const { prisma } = await import("@/lib/server/db/prisma");
  const { signedIn } = await import("@/tests/support/signed-in");
  const { cookie } = await signedIn({ role: "operator" });
  const call = applicationCaller(applications.origins, cookie, new Random(campaign.seed + 20));
  const places = recordPlaces(simulator.state);
  const person = aLookingPerson(simulator, call);
  const startedAt = performance.now();
  const vmids = simulator.state().guests?.map(({ vmid }) => vmid) ?? [];
  const soFar = () => readMovesSoFar(clusterId);
  const asked: Record<string, number> = {};
  let looking = true;
  const looks = (async () => {
    for (let round = 0; looking; round += 1) {
      await person.look(await readUnknownMoves(clusterId));
      if (round % TELL_EVERY_LOOKS === 0)
        tell(startedAt, await soFar(), { kills: applications.kills(), ...troublemaker.counts(), ...asked });
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  const { seed, moves } = campaign;
  await askForMoves({
    ...{ seed, moves, clusterId, call, places, vmids, soFar },
    counts: asked,
    untilMs: endMs - Math.min(SETTLE_WITHIN_MS, campaign.minutes * 60_000 * SETTLE_SHARE),
    isThere: () => applications.origins().length > 0,
  });
  await troublemaker.stop();
  const leftMs = () => Math.max(0, endMs - Date.now());
  const settled = await until(async () => (await soFar())?.active.length === 0, leftMs());
  looking = false;
  await looks;
  await until(
    () => Promise.resolve(migrationsOf(simulator).every((task) => task.endedAtMs !== null)),
    Math.min(120_000, leftMs()),
  );
  const evidence: Evidence = {
    moves: (await prisma.move.findMany({ where: { clusterId }, omit: { log: true } })).map(judgedMove),
    migrations: migrationsOf(simulator),
    requests: proxy.requests,
    places,
    tokenId: simulator.tokenId,
    limits: LIMITS,
    lockedVmids: simulator.state().guests?.flatMap(({ vmid, lock }) => (lock ? [vmid] : [])) ?? [],
    slotsTaken: await prisma.moveSlot.count(),
  };
  places.stop();
  return {
    judgement: judgeCampaign(evidence),
    moves: evidence.moves.length,
    settled,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
    states: countBy(evidence.moves.map(({ state }) => state)),
    unknownOnTheWay: [...person.explained.values()],
    personRefused: person.refusals,
    requestsSent: proxy.requests.length,
    killedOverRequest: countBy(proxy.requests.flatMap(({ fate, senderDied }) => (senderDied ? [fate] : []))),
    adopted: await prisma.moveTransition.count({
      where: { sentence: { startsWith: "The request had been" } },
    }),
    sentAgain: await prisma.move.count({ where: { intentCount: { gt: 1 } } }),
    carriedOut: evidence.migrations.filter(({ user }) => user === simulator.tokenId).length,
    asked,
    kills: applications.kills(),
    recovery: staged.meter.figures(),
    endedByThemselves: applications.endedByThemselves,
    errorsLogged: applications.errors,
    failedBecause: countBy(
      evidence.moves.flatMap(({ state, result }) => (state === "failed" ? [wordsOf(result)] : [])),
    ),
    troubles: troublemaker.counts(),
  };
}

function environmentOf(
  folder: string,
  database: CampaignDatabase,
  { tokenId, tokenSecret }: TestSimulator,
  proxy: MigrateProxy,
): NodeJS.ProcessEnv {
  // This process signs persons in and reads what is stored: it needs the same keys.
  process.env.NEXTAUTH_SECRET = randomBytes(32).toString("hex");
  process.env.EVENKEEL_SECRET_KEY = randomBytes(32).toString("base64");
  return {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    NODE_ENV: "production",
    NEXT_RUNTIME: "nodejs",
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET,
    EVENKEEL_SECRET_KEY: process.env.EVENKEEL_SECRET_KEY,
    EVENKEEL_DATA_DIRECTORY: path.join(folder, "data"),
    EVENKEEL_DEMO: "off",
    EVENKEEL_LOG_LEVEL: "warn",
    PROXMOX_NODE_1_NAME: "campaign",
    PROXMOX_NODE_1_HOST: "127.0.0.1",
    PROXMOX_NODE_1_PORT: String(proxy.port),
    PROXMOX_NODE_1_TOKEN_ID: tokenId,
    PROXMOX_NODE_1_TOKEN_SECRET: tokenSecret,
    PROXMOX_NODE_1_FINGERPRINT: proxy.fingerprint,
  };
}

function tell(startedAt: number, soFar: MovesSoFar | null, counts: Readonly<Record<string, number>>): void {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const states = soFar ? countBy(soFar.active.map(({ state }) => state)) : "the database is away";
  process.stderr.write(
    `${seconds} s: ${soFar?.total ?? "?"} moves, not ended: ${JSON.stringify(states)}, ${JSON.stringify(counts)}\n`,
  );
}

/** A sentence without the names and numbers in it. */
function wordsOf(sentence: string | null): string {
  return (sentence ?? "").replaceAll(/[0-9]+/g, "n").slice(0, 160);
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
