import "server-only";
import { Cron } from "croner";

/** A cron expression as Inngest writes it: five fields, or six with seconds, optionally after `TZ=Europe/Berlin `. */
export interface CronSchedule {
  /** The next moment after `afterMs`; null when there is none any more. */
  readonly nextAfter: (afterMs: number) => number | null;
  /** The latest moment that is after `afterMs` and not after `untilMs`; null when there is none. */
  readonly latestWithin: (afterMs: number, untilMs: number) => number | null;
}

export class CronError extends Error {
  override readonly name = "CronError";
}

/** Without a zone the expression means UTC, as on an Inngest server. */
const DEFAULT_ZONE = "UTC";

/**
 * Over a change of the clocks: a time that is skipped fires at the moment of the change, a time that comes twice
 * fires once, and what repeats within the hour keeps its rhythm.
 *
 * @throws CronError for an expression or a zone that does not exist
 */
export function cronSchedule(expression: string): CronSchedule {
  const [, zone = DEFAULT_ZONE, pattern = ""] =
    /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/s.exec(expression.trim()) ?? [];
  const cron = parse(pattern, zone, expression);
  return {
    nextAfter: (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() ?? null,
    latestWithin: (afterMs, untilMs) => latest(cron, afterMs, untilMs),
  };
}

function parse(pattern: string, zone: string, expression: string): Cron {
  try {
    const cron = new Cron(pattern, { timezone: zone, paused: true, mode: "5-or-6-parts" });
    cron.nextRun();
    return cron;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CronError(`The cron expression "${expression}" cannot be used: ${reason}`);
  }
}

function latest(cron: Cron, afterMs: number, untilMs: number): number | null {
  // Expressions count whole seconds: one that is due now belongs to the past.
  const [found] = cron.previousRuns(1, new Date(untilMs + 1_000));
  const candidates = [found, cron.nextRun(found ?? new Date(afterMs))]
    .flatMap((date) => (date ? [date.getTime()] : []))
    .filter((atMs) => atMs > afterMs && atMs <= untilMs);
  return candidates.length === 0 ? null : Math.max(...candidates);
}
