import { measureClicks } from "./support/click/measure-clicks";
import { percentile } from "./support/figures";

const CLICK_LIMIT_MS = 1_000;
const PROGRESS_LIMIT_MS = 2_000;

/**
 * From a click (`POST /api/v1/moves`) to PVE's task, also for the first move after a start, and from a line of the task's log to the progress
 * that a page is told. The application runs as a process of its own, with its jobs, on an otherwise idle cluster.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const startedAt = performance.now();
  const { first, later, lagMs } = await measureClicks({
    starts: quick ? 1 : 3,
    clicksPerStart: quick ? 3 : 5,
  });
  const totals = (clicks: typeof first) => clicks.map(({ taskMs }) => taskMs);
  const figures = {
    elapsedSeconds: Math.round((performance.now() - startedAt) / 1_000),
    firstAfterStartMs: totals(first),
    firstAfterStartWorstMs: Math.max(...totals(first)),
    laterMedianMs: percentile(totals(later), 0.5),
    laterP95Ms: percentile(totals(later), 0.95),
    laterWorstMs: Math.max(...totals(later)),
    progressLagMedianMs: percentile(lagMs, 0.5),
    progressLagWorstMs: Math.max(...lagMs),
    progressLines: lagMs.length,
    wayOfFirst: first,
    wayOfLater: later,
  };
  const ok =
    figures.firstAfterStartWorstMs < CLICK_LIMIT_MS &&
    figures.laterP95Ms < CLICK_LIMIT_MS &&
    figures.progressLagWorstMs < PROGRESS_LIMIT_MS;
  if (!ok) process.exitCode = 1;
  return {
    ok,
    figures,
    limits: {
      firstAfterStartWorstMs: CLICK_LIMIT_MS,
      laterP95Ms: CLICK_LIMIT_MS,
      progressLagWorstMs: PROGRESS_LIMIT_MS,
    },
  };
}
