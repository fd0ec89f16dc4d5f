import { addLeg, type CampaignLeg, readLegs, sumOfLegs } from "./support/crash/campaign-ledger";
import { type Campaign, runCampaign } from "./support/crash/run-campaign";

const SEED = 20_261_121;
const FULL = { moves: 500, pace: { kill: [25, 90], killDatabase: [150, 400] } } as const;
const QUICK = { moves: 40, pace: { kill: [10, 50], killDatabase: [60, 120] } } as const;

/**
 * 500 moves (quick: 40) on a simulated cluster while the application's processes and PostgreSQL are killed, answers are lost and another
 * admin moves guests by hand. Every count of what must never happen is to be 0.
 *
 * `--processes 2` runs two processes of the application on one database, `--seed` other disturbances, `--moves` another number of moves,
 * `--minutes` is the longest time that all of it takes. With `--ledger FILE` it goes on where the runs before ended that wrote to that file:
 * only the moves that are missing are made, on a fresh cluster with other disturbances, and the verdict is that of all runs together.
 */
export async function run({ quick, flags }: { readonly quick: boolean; readonly flags: readonly string[] }) {
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const ledger = valueAfter(flags, "--ledger");
  const before = ledger === undefined ? [] : await readLegs(ledger);
  const base = quick ? QUICK : FULL;
  const wanted = numberAfter(flags, "--moves") ?? base.moves;
  const campaign: Campaign = {
    ...base,
    moves: Math.max(0, wanted - sumOfLegs(before).moves),
    processes: numberAfter(flags, "--processes") ?? 1,
    seed: (numberAfter(flags, "--seed") ?? SEED) + before.length,
    minutes: numberAfter(flags, "--minutes") ?? 60,
  };
  process.stderr.write(`seed ${campaign.seed}, ${campaign.moves} moves, processes: ${campaign.processes}\n`);
  const { judgement, ...rest } = await runCampaign(campaign);
  const counts = {
    duplicateCalls: judgement.duplicateCalls.length,
    capsExceeded: judgement.capsExceeded.length,
    guestsLeftLocked: judgement.leftLocked.length,
    movesNotFinal: judgement.notFinal.length,
    movesNotAsReality: judgement.notAsReality.length,
    slotsLeft: judgement.slotsLeft,
  };
  const { moves, states, troubles, kills } = rest;
  const leg: CampaignLeg = {
    seed: campaign.seed,
    moves,
    never: counts,
    states,
    troubles: { ...troubles, kills },
  };
  if (ledger !== undefined) await addLeg(ledger, leg);
  const all = sumOfLegs([...before, leg]);
  const ok = all.moves >= wanted && Object.values(all.never).every((count) => count === 0);
  if (!ok) process.exitCode = 1;
  process.stderr.write(`${ok ? "passed" : "not passed"}: ${JSON.stringify(all)}\n`);
  return {
    ok,
    figures: {
      seed: campaign.seed,
      processes: campaign.processes,
      ...counts,
      ...rest,
      all,
      examples: judgement,
    },
    limits: Object.fromEntries(Object.keys(counts).map((name) => [name, 0])),
  };
}

function valueAfter(flags: readonly string[], name: string): string | undefined {
  const index = flags.indexOf(name);
  return index < 0 ? undefined : flags[index + 1];
}

function numberAfter(flags: readonly string[], name: string): number | undefined {
  const value = valueAfter(flags, name);
  return value === undefined ? undefined : Number(value);
}
