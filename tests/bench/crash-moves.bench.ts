import { type Campaign, runCampaign } from "./support/crash/run-campaign";

const SEED = 20_261_121;
const FULL = { moves: 500, pace: { kill: [10, 70], killDatabase: [80, 240] } } as const;
const QUICK = { moves: 40, pace: { kill: [10, 50], killDatabase: [60, 120] } } as const;

/**
 * 500 moves (quick: 40) on a simulated cluster while the application's processes and PostgreSQL are killed, answers are lost and another
 * admin moves guests by hand. Every count of what must never happen is to be 0.
 *
 * `--processes 2` runs two processes of the application on one database, `--seed` other disturbances, `--moves` another number of moves,
 * `--minutes` the longest time in which moves are asked for.
 */
export async function run({ quick, flags }: { readonly quick: boolean; readonly flags: readonly string[] }) {
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const campaign: Campaign = {
    ...(quick ? QUICK : FULL),
    ...(numberAfter(flags, "--moves") && { moves: numberAfter(flags, "--moves") ?? 0 }),
    processes: numberAfter(flags, "--processes") ?? 1,
    seed: numberAfter(flags, "--seed") ?? SEED,
    minutes: numberAfter(flags, "--minutes") ?? 120,
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
  const ok = rest.moves >= campaign.moves && Object.values(counts).every((count) => count === 0);
  if (!ok) process.exitCode = 1;
  return {
    ok,
    figures: { seed: campaign.seed, processes: campaign.processes, ...counts, ...rest, examples: judgement },
    limits: Object.fromEntries(Object.keys(counts).map((name) => [name, 0])),
  };
}

function numberAfter(flags: readonly string[], name: string): number | undefined {
  const index = flags.indexOf(name);
  return index < 0 ? undefined : Number(flags[index + 1]);
}
