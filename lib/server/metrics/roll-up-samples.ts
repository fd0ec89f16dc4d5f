import "server-only";
import { readProgress } from "./cluster-progress";
import { packDays } from "./pack-days";
import { packHours } from "./pack-hours";
import { rollUpMinutes } from "./roll-up-minutes";
import { floorTo, MINUTE_MS } from "./sample-tables";

/** A reading is stored some seconds after its time; a minute without successors is closed after this long. */
const LATENESS_MS = 20_000;
const DEFAULT_BUDGET_MS = 3_000;

/**
 * Brings minutes, hours and days up to date for every cluster, after any pause. Safe at any time and in several
 * processes at once: everything it writes is a function of what is stored, and is written only where it differs.
 * Big clusters are packed in portions, so that no call takes much longer than the budget.
 */
export async function rollUpSamples(
  nowMs: number,
  { budgetMs = DEFAULT_BUDGET_MS }: { readonly budgetMs?: number } = {},
): Promise<void> {
  const untilMs = floorTo(nowMs - LATENESS_MS, MINUTE_MS);
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > budgetMs;
  const clusters = await readProgress();
  for (const { number } of clusters) await rollUpMinutes(number, untilMs);
  for (const { clusterId } of clusters) {
    // Read again: late minutes may just have sent it back.
    const [progress] = await readProgress([clusterId]);
    if (!progress) continue;
    const hoursUntilMs = await packHours(progress, untilMs, isOver);
    await packDays(progress, hoursUntilMs, isOver);
    if (isOver()) return;
  }
}
