import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";

const WITHIN_MS = 120_000;
const PAUSE_MS = 250;

/**
 * Does something again until the database answers: it may be starting just now, as after a crash that ended both.
 *
 * @throws what it threw, when the database stays away for longer than two minutes or is not the cause
 */
export async function untilDatabaseAnswers<Result>(
  work: () => Promise<Result>,
  withinMs = WITHIN_MS,
): Promise<Result> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > untilMs) throw error;
      await delay(PAUSE_MS);
    }
  }
}
