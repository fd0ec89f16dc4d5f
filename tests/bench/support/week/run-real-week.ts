import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { scenarioNow } from "@/lib/simulator/world/scenario-now";
import type { SteppedAutomation } from "@/tests/support/automation/stepped-automation";
import { startCampaignDatabase } from "../crash/campaign-database";
import { type Office, officeCluster } from "./office-cluster";
import { runWeek } from "./run-week";
import { SimulatedCluster } from "./simulated-cluster";
import { planWeekEvents } from "./week-events";

const DAY_S = 86_400;
const DAY_MS = DAY_S * 1_000;
const NODES = 4;
const GUESTS = 120;
const STEP_S = 60;
const QUIET_STEP_S = 300;
const HOT = 0.85;
/** 5 January 1970, a Monday. */
const A_MONDAY_MS = 4 * DAY_MS;

export interface RealWeek {
  readonly seed: number;
  readonly days: number;
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly hotShare: number;
}

/** Days from a Monday on that the product's own jobs carry out on a stepped clock, and the same days of the model without automation. */
export async function runRealWeek({ seed, days, values, hotShare }: RealWeek) {
  process.env.EVENKEEL_LOG_LEVEL ||= "error";
  const startedAt = performance.now();
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-week-"));
  process.env.NEXTAUTH_SECRET = randomBytes(32).toString("hex");
  process.env.EVENKEEL_SECRET_KEY = randomBytes(32).toString("base64");
  const database = await startCampaignDatabase(folder);
  const office: Office = { seed, nodes: NODES, guests: GUESTS, clock: dayBeforeNextMonday() };
  const failureDays = days > 1 ? [0, 1] : [0];
  let automation: SteppedAutomation | null = null;
  try {
    const without = runWeek({ office, days, failureDays, values, automated: false });
    automation = await startAfterADay(office, { seed, days, values, failureDays });
    const hotMinutes = await letPass(automation, automation.nowMs() + days * DAY_MS);
    const { judgeAutomation } = await import("@/tests/support/automation/judge-automation");
    const judged = await judgeAutomation(automation, values);
    const share = hotMinutes / Math.max(1, without.record.hotMinutes);
    const weekMoves = (GUESTS * days) / 7;
    const { counts, ...rest } = judged;
    const ok =
      Object.values(counts).every((count) => count === 0) &&
      rest.runs > 0 &&
      rest.moves > 0 &&
      without.record.hotMinutes > 0 &&
      share < hotShare &&
      rest.moves < weekMoves;
    if (!ok) process.exitCode = 1;
    return {
      ok,
      figures: {
        real: true,
        seed,
        days,
        nodes: NODES,
        guests: GUESTS,
        ...counts,
        hotMinutes: {
          with: Math.round(hotMinutes),
          without: without.record.hotMinutes,
          share: thousandths(share),
        },
        ...rest,
        movesPerGuestAndWeek: thousandths((rest.moves / GUESTS) * (7 / days)),
        elapsedSeconds: Math.round((performance.now() - startedAt) / 1_000),
      },
      limits: {
        ...Object.fromEntries(Object.keys(counts).map((name) => [name, 0])),
        hotShare: thousandths(hotShare),
        moves: Math.floor(weekMoves),
      },
    };
  } finally {
    await automation?.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Days {
  readonly seed: number;
  readonly days: number;
  readonly values: RealWeek["values"];
  readonly failureDays: readonly number[];
}

/** The office as it is after its first day, which only gives it a past. */
async function startAfterADay(
  office: Office,
  { seed, days, values, failureDays }: Days,
): Promise<SteppedAutomation> {
  const scenario = officeCluster(office);
  const model = new SimulatedCluster(scenario);
  model.step(DAY_S);
  const from = model.world.now();
  const events = planWeekEvents(scenario, { seed, days, from, failureDays });
  const { startSteppedAutomation } = await import("@/tests/support/automation/stepped-automation");
  const clock = new Date(from * 1_000).toISOString();
  return await startSteppedAutomation({
    scenario: { ...scenarioNow(model.world), clock },
    values,
    events,
    withHistory: true,
  });
}

/** @returns minutes of all nodes together above 85 % of CPU or memory, as they were read */
async function letPass(automation: SteppedAutomation, untilMs: number): Promise<number> {
  const { readSnapshot } = await import("@/lib/server/live/read-snapshot");
  let hotMinutes = 0;
  let told = 0;
  while (automation.nowMs() < untilMs) {
    const seconds = (await automation.isBusy()) ? STEP_S : QUIET_STEP_S;
    await automation.pass(seconds);
    const nodes = (await readSnapshot(automation.clusterId))?.snapshot.nodes ?? [];
    const hot = nodes.filter(({ cpuFraction, memoryUsedBytes, memoryTotalBytes }) => {
      const memory = memoryTotalBytes ? (memoryUsedBytes ?? 0) / memoryTotalBytes : 0;
      return Math.max(cpuFraction ?? 0, memory) > HOT;
    });
    hotMinutes += (hot.length * seconds) / 60;
    if (automation.nowMs() < told) continue;
    told = automation.nowMs() + 4 * 3_600_000;
    process.stderr.write(
      `${new Date(automation.nowMs()).toISOString()} ${automation.runs.length} runs, ${hotMinutes} hot minutes\n`,
    );
  }
  return hotMinutes;
}

/** Ahead of the database's own clock, which is not stepped. */
function dayBeforeNextMonday(): string {
  const weekMs = 7 * DAY_MS;
  const monday = Math.ceil((Date.now() + DAY_MS - A_MONDAY_MS) / weekMs) * weekMs + A_MONDAY_MS;
  return new Date(monday - DAY_MS).toISOString();
}

function thousandths(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
