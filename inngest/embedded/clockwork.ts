import { complainCalmly } from "@/lib/server/complain-calmly";
import type { JobDefinition } from "@/lib/server/jobs/job-definition";
import { pool } from "@/lib/server/jobs/job-pool";
import type { JobQueue } from "@/lib/server/jobs/job-queue";
import { fireDueSchedules, nextFiringMs } from "@/lib/server/jobs/job-schedule";
import { findSilentWorkers, releaseWorkers } from "@/lib/server/jobs/release-dead-workers";
import { runInTransaction } from "@/lib/server/jobs/run-in-transaction";
import { WakeTimers } from "@/lib/server/jobs/wake-timers";
import { childLog } from "@/lib/server/log";

export interface ClockworkOptions {
  readonly definitions: readonly JobDefinition[];
  readonly now: () => number;
  readonly janitorMs: number;
  readonly queue: JobQueue;
}

/** Fires cron triggers, frees what dead processes left locked, and keeps the wake-up calls of the next moments. */
export class Clockwork {
  private readonly timers: WakeTimers;
  private silent: ReadonlySet<string> = new Set();
  private janitor: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly log = childLog("jobs");

  constructor(private readonly options: ClockworkOptions) {
    this.timers = new WakeTimers(() => {
      this.fire().catch((error: unknown) =>
        this.complain(error, "schedules could not be fired; trying again"),
      );
    }, options.now);
  }

  async start(): Promise<void> {
    await this.fire();
    await this.tidy();
    // Whoever died just before this start is not to be waited for any longer than it takes to be sure.
    this.scheduleTidying(this.options.janitorMs / 2);
  }

  /** The connection to the database is back: what became due meanwhile has not been told. */
  lookNow(): void {
    this.scheduleTidying(0);
  }

  stop(): void {
    this.stopped = true;
    this.timers.clear();
    clearTimeout(this.janitor);
  }

  private async fire(): Promise<void> {
    if (this.stopped) return;
    const { definitions, now, janitorMs } = this.options;
    let nextMs = nextFiringMs(definitions, now());
    try {
      await runInTransaction((client) => fireDueSchedules(client, definitions, now()));
      nextMs = nextFiringMs(definitions, now());
    } catch (error) {
      // What is due now would otherwise wait for the next moment of any schedule.
      nextMs = Math.min(nextMs ?? Number.POSITIVE_INFINITY, now() + janitorMs);
      throw error;
    } finally {
      if (nextMs !== null && !this.stopped) this.timers.add(nextMs);
    }
  }

  private scheduleTidying(afterMs = this.options.janitorMs): void {
    if (this.stopped) return;
    clearTimeout(this.janitor);
    this.janitor = setTimeout(() => {
      this.tidy()
        .catch((error: unknown) => this.complain(error, "dead workers could not be looked for"))
        .finally(() => this.scheduleTidying());
    }, afterMs);
    this.janitor.unref();
  }

  private async tidy(): Promise<void> {
    const { queue, janitorMs, now } = this.options;
    const silent = await findSilentWorkers(pool());
    const dead = silent.filter((workerId) => this.silent.has(workerId));
    this.silent = new Set(silent);
    if (dead.length > 0) {
      this.log.info({ workers: dead.length }, "freed what stopped processes were working on");
      await releaseWorkers(pool(), dead);
      for (const _ of dead) queue.nudge();
    }
    await queue.watchUpcoming(janitorMs * 2, now());
  }

  private complain(error: unknown, sentence: string): void {
    if (!this.stopped) complainCalmly(this.log, error, sentence);
  }
}
