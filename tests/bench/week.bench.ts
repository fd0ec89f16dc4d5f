import { runRealWeek } from "./support/week/run-real-week";
import { findWeekFaults, runWeek } from "./support/week/run-week";

const SEED = 20_260_209;
const WEEK = { nodes: 20, guests: 500, clock: "2026-02-08T00:00:00Z" };
const WEEK_FAILURE_DAYS = [1, 3];
const HOT_SHARE = 1 / 3;

/** By day until late, when backups begin, without the lunch of one day. */
const SCHEDULE = JSON.stringify({
  timeZone: "Europe/Berlin",
  windows: [
    { name: "Days", enabled: true, days: ["mon", "tue", "wed", "thu", "fri"], start: "05:00", end: "23:30" },
    { name: "Weekend", enabled: true, days: ["sat", "sun"], start: "08:00", end: "20:00" },
  ],
  blackouts: [{ name: "Lunch", enabled: true, days: ["wed"], start: "12:00", end: "13:30" }],
});
const VALUES = {
  "automation.enabled": true,
  "automation.dryRun": false,
  "automation.schedule": SCHEDULE,
  "automation.intervalMinutes": 15,
  "automation.rollbackWindowHours": 24,
};

/**
 * A week (quick: two days) of 20 nodes and 500 guests on the simulator's own model, with the daily load of an office, bursts, backups, two
 * nodes that fail and an admin who moves guests by hand: with automation, and the same week without it. `--real` lets the product's own jobs
 * carry out two days (quick: one) of a smaller office, with PostgreSQL and over HTTPS.
 */
export async function run({ quick, flags }: { readonly quick: boolean; readonly flags: readonly string[] }) {
  const seed = numberAfter(flags, "--seed") ?? SEED;
  const values = { ...VALUES, "automation.minConfidence": numberAfter(flags, "--min-confidence") ?? 75 };
  return flags.includes("--real")
    ? await runRealWeek({ seed, days: quick ? 1 : 2, values, hotShare: HOT_SHARE })
    : runModelWeek(seed, quick ? 2 : 7, values);
}

function runModelWeek(seed: number, days: number, values: Readonly<Record<string, unknown>>) {
  const startedAt = performance.now();
  const week = { office: { ...WEEK, seed }, days, failureDays: WEEK_FAILURE_DAYS, values };
  const without = runWeek({ ...week, automated: false });
  const { record, automation, happened } = runWeek({ ...week, automated: true });
  const { moves } = automation;
  const faults = findWeekFaults(moves, happened.manualMoves, values);
  const hotShare = record.hotMinutes / Math.max(1, without.record.hotMinutes);
  const weekMoves = (WEEK.guests * days) / 7;
  const counts = {
    sentBack: faults.sentBack.length,
    movedDuringBackup: faults.duringBackup.length,
    movedWhileLocked: faults.whileLocked.length,
    movedOutsideWindows: faults.outsideWindows.length,
  };
  const ok =
    Object.values(counts).every((count) => count === 0) &&
    without.record.hotMinutes > 0 &&
    hotShare < HOT_SHARE &&
    moves.length < weekMoves;
  if (!ok) process.exitCode = 1;
  return {
    ok,
    figures: {
      seed,
      days,
      ...counts,
      sentBackInWeek: faults.sentBackInWeek.length,
      hotMinutes: { with: record.hotMinutes, without: without.record.hotMinutes, share: round(hotShare) },
      moves: moves.length,
      movesPerGuestAndWeek: round((moves.length / WEEK.guests) * (7 / days)),
      movesByNeed: countBy(moves.map(({ need }) => need)),
      movesByDay: countBy(moves.map(({ beganAtMs }) => new Date(beganAtMs).toISOString().slice(5, 10))),
      guestsMoved: new Set(moves.map(({ vmid }) => vmid)).size,
      mostMovesOfAGuest: Math.max(0, ...Object.values(countBy(moves.map(({ vmid }) => String(vmid))))),
      notArrived: automation.failures,
      manualMoves: happened.manualMoves.length,
      backups: happened.backups,
      nodeFailures: happened.nodeFailures,
      decisions: automation.heldBack,
      plans: automation.plans,
      planMs: Math.round(automation.planningMs / Math.max(1, automation.plans)),
      elapsedSeconds: Math.round((performance.now() - startedAt) / 1_000),
      hottest: {
        with: hottest(record.hotMinutesOf),
        without: hottest(without.record.hotMinutesOf),
      },
      examples: { sentBack: faults.sentBack.slice(0, 3), whileLocked: faults.whileLocked.slice(0, 3) },
    },
    limits: {
      sentBack: 0,
      movedDuringBackup: 0,
      movedWhileLocked: 0,
      movedOutsideWindows: 0,
      hotShare: round(HOT_SHARE),
      moves: Math.round(weekMoves),
    },
  };
}

function numberAfter(flags: readonly string[], name: string): number | undefined {
  const index = flags.indexOf(name);
  return index < 0 ? undefined : Number(flags[index + 1]);
}

function hottest(minutes: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...minutes].sort(([, one], [, other]) => other - one).slice(0, 5);
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
