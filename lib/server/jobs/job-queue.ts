import "server-only";
import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Logger, type Runner, run, type Task, type Worker, type WorkerEvents } from "graphile-worker";
import type { Pool } from "pg";
import { z } from "zod";
import { calmLevel, complainCalmly } from "@/lib/server/complain-calmly";
import { childLog } from "@/lib/server/log";
import type { LeaseConnection } from "./lease-connection";
import { prepareQueue } from "./prepare-queue";
import { ADVANCE_RUN, QUEUE_SCHEMA, TAKE_EVENTS } from "./queue-jobs";
import { quietConsoleTrace } from "./quiet-console-trace";
import { workerLease } from "./release-dead-workers";
import { WakeTimers } from "./wake-timers";

const RESTART_MS = 1_000;

const runEntry = z.object({ runId: z.uuid(), tries: z.int().default(0) });
const eventsEntry = z.object({ events: z.array(z.unknown()) });

export interface JobQueueOptions {
  readonly pool: Pool;
  readonly leases: LeaseConnection;
  readonly concurrency: number;
  readonly pollMs: number;
  readonly onRun: (runId: string, tries: number) => Promise<void>;
  readonly onEvents: (events: readonly unknown[]) => Promise<void>;
}

/**
 * graphile-worker with three additions: entries wake on time instead of at the next poll, each worker's name is a
 * lease of this process, and a worker that gave up is replaced.
 */
export class JobQueue {
  private runner: Runner | null = null;
  private workers: Worker[] = [];
  private stopping = false;
  private readonly timers = new WakeTimers(() => this.nudge());
  private readonly log = childLog("jobs");

  constructor(private readonly options: JobQueueOptions) {}

  async start(): Promise<void> {
    const { pool, concurrency, pollMs } = this.options;
    quietConsoleTrace();
    await prepareQueue(pool);
    const events: WorkerEvents = new EventEmitter();
    const leasesTaken: Promise<void>[] = [];
    this.workers = [];
    events.on("worker:create", ({ worker }) => {
      this.workers.push(worker);
      leasesTaken.push(this.options.leases.holdForever(workerLease(worker.workerId)));
    });
    events.on("worker:stop", ({ worker }) => this.onWorkerStop(worker));
    this.runner = await run({
      pgPool: pool,
      schema: QUEUE_SCHEMA,
      concurrency,
      pollInterval: pollMs,
      useNodeTime: true,
      noHandleSignals: true,
      events,
      logger: this.logger(),
      parsedCronItems: [],
      taskList: this.tasks(),
    });
    await Promise.all(leasesTaken);
  }

  /** Makes an idle worker look at that moment. */
  wakeAt(atMs: number): void {
    if (!this.stopping) this.timers.add(atMs);
  }

  /** Makes an idle worker look now. */
  nudge(): void {
    if (this.stopping) return;
    this.workers.some((worker) => worker.nudge());
  }

  /** Makes every idle worker look now. */
  nudgeAll(): void {
    if (this.stopping) return;
    for (const worker of this.workers) worker.nudge();
  }

  /** Entries that become due soon, whoever made them: their process may be gone by then. */
  async watchUpcoming(withinMs: number, nowMs: number): Promise<void> {
    const rows = await this.options.pool.query<{ run_at: Date }>(
      `select distinct run_at from ${QUEUE_SCHEMA}._private_jobs
       where is_available and run_at > to_timestamp($1::float8 / 1000.0)
         and run_at <= to_timestamp($2::float8 / 1000.0) limit 100`,
      [nowMs, nowMs + withinMs],
    );
    for (const { run_at } of rows.rows) this.wakeAt(run_at.getTime());
  }

  /** Takes nothing new and waits for what is being worked on. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.timers.clear();
    await this.runner
      ?.stop()
      .catch((error: unknown) => this.log.warn({ err: error }, "the queue stopped badly"));
  }

  private tasks(): Record<string, Task> {
    return {
      [ADVANCE_RUN]: async (payload) => {
        const { runId, tries } = runEntry.parse(payload);
        await this.options.onRun(runId, tries);
      },
      [TAKE_EVENTS]: async (payload) => {
        await this.options.onEvents(eventsEntry.parse(payload).events);
      },
    };
  }

  private onWorkerStop(worker: Worker): void {
    this.workers = this.workers.filter((other) => other !== worker);
    this.options.leases.releaseForever(workerLease(worker.workerId)).catch(() => undefined);
    if (this.stopping || this.workers.length > this.options.concurrency / 2) return;
    this.log[calmLevel("warn")]("too many queue workers gave up; starting them anew");
    void this.startAnew();
  }

  /** The database may still be away, and for long. */
  private async startAnew(): Promise<void> {
    for (let complained = false; !this.stopping; ) {
      const spent = this.runner;
      this.workers = [];
      this.runner = null;
      await spent?.stop().catch(() => undefined);
      try {
        if (!this.stopping) await this.start();
        return;
      } catch (error) {
        if (!complained) complainCalmly(this.log, error, "the queue could not be started anew; trying again");
        complained = true;
        await delay(RESTART_MS, undefined, { ref: false });
      }
    }
  }

  private logger(): Logger {
    return new Logger(() => (level, message, details) => {
      if (level === "error") this.log[calmLevel("error", details?.error)](message);
      else if (level === "warning") this.log[calmLevel("warn", details?.error)](message);
      else this.log.trace(message);
    });
  }
}
