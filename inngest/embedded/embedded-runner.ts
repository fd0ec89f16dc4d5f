import type { SentEvent } from "@/lib/server/jobs/dispatch-events";
import { type DispatchedEvents, dispatchSentEvents } from "@/lib/server/jobs/dispatch-sent-events";
import { failUnknownRun } from "@/lib/server/jobs/fail-unknown-run";
import type { JobDefinition } from "@/lib/server/jobs/job-definition";
import { pool } from "@/lib/server/jobs/job-pool";
import { JobQueue } from "@/lib/server/jobs/job-queue";
import type { JobRun } from "@/lib/server/jobs/job-run";
import { type Lease, LeaseConnection } from "@/lib/server/jobs/lease-connection";
import { queueRun } from "@/lib/server/jobs/queue-jobs";
import { queueForgottenRuns } from "@/lib/server/jobs/release-dead-workers";
import { notifyRun, RUN_CHANNEL } from "@/lib/server/jobs/run-channel";
import { findActiveRun } from "@/lib/server/jobs/run-store";
import { sentEvents } from "@/lib/server/jobs/sent-event-schema";
import { untilDatabaseAnswers } from "@/lib/server/lifecycle/until-database-answers";
import { childLog } from "@/lib/server/log";
import type { Caller } from "./call-function";
import { Clockwork } from "./clockwork";
import { ConcurrencySlots } from "./concurrency-slots";
import { RunDriver } from "./run-driver";
import { RunRecord } from "./run-record";
import { RunState } from "./run-state";

export interface EmbeddedRunnerOptions {
  readonly caller: Omit<Caller, "now">;
  readonly definitions: readonly JobDefinition[];
  readonly databaseUrl: string;
  readonly now: () => number;
  readonly retryDelayMs: (attempt: number) => number;
  /** Runs looked at side by side. */
  readonly concurrency: number;
  readonly pollMs: number;
  /** How often dead workers are looked for; one is dead when it was silent twice in a row. */
  readonly janitorMs: number;
  /** Waits up to this long are spent in memory. */
  readonly parkMs: number;
  readonly onBoundary: (name: string, run: JobRun) => void;
}

/** As long as a run's own writes are tried again. */
const CONNECTION_PATIENCE_MS = 20_000;

/** The queue's own connection, on which it hears of new entries, comes back later than ours after a loss. */
const QUEUE_LISTENS_WITHIN_MS = 60_000;

/** Runs Inngest functions without an Inngest server; see docs/decisions/jobs.md. */
export class EmbeddedRunner {
  private readonly leases: LeaseConnection;
  private readonly slots: ConcurrencySlots;
  private readonly queue: JobQueue;
  private readonly clockwork: Clockwork;
  private readonly drivers = new Map<string, RunDriver>();
  private parked = 0;
  private foundAtMs = 0;
  private stopping = false;
  private readonly log = childLog("jobs");

  constructor(private readonly options: EmbeddedRunnerOptions) {
    const { databaseUrl, definitions, now, janitorMs, concurrency, pollMs } = options;
    this.leases = new LeaseConnection({
      databaseUrl,
      channel: RUN_CHANNEL,
      onNotification: (runId) => this.drivers.get(runId)?.poke(),
      onFound: () => {
        this.foundAtMs = options.now();
        this.queue.nudgeAll();
        this.clockwork.lookNow();
      },
    });
    this.slots = new ConcurrencySlots(this.leases);
    this.queue = new JobQueue({
      pool: pool(),
      leases: this.leases,
      concurrency,
      pollMs,
      onRun: (runId, tries) => this.advance(runId, tries),
      onEvents: async (events) => {
        await this.send(sentEvents.parse(events));
      },
    });
    this.clockwork = new Clockwork({ definitions, now, janitorMs, queue: this.queue });
  }

  async start(): Promise<void> {
    await untilDatabaseAnswers(() => this.leases.open());
    await untilDatabaseAnswers(() => this.queue.start());
    await untilDatabaseAnswers(() => queueForgottenRuns(pool(), this.options.now()));
    await untilDatabaseAnswers(() => this.clockwork.start());
  }

  /** Takes nothing new, lets what executes just now end, and gives every run back. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.clockwork.stop();
    for (const driver of this.drivers.values()) driver.stop();
    await this.queue.stop();
    await this.leases.close();
  }

  async send(events: readonly SentEvent[]): Promise<DispatchedEvents> {
    const dispatched = await dispatchSentEvents(this.options.definitions, events, this.options.now());
    const isRecent = this.options.now() - this.foundAtMs < QUEUE_LISTENS_WITHIN_MS;
    for (const runId of dispatched.runIds)
      if (this.drivers.get(runId)?.poke() !== true && isRecent) this.queue.nudge();
    return dispatched;
  }

  private async advance(runId: string, tries: number): Promise<void> {
    if (this.stopping) return await queueRun(pool(), runId, this.options.now());
    if (this.drivers.get(runId)?.poke() === true) return;
    const lease = await this.leases.tryTake(`run:${runId}`);
    if (lease === null) return await this.leaveToHolder(runId, tries);
    const held = { lease };
    try {
      await this.driveRun(runId, held);
    } finally {
      await held.lease.release();
    }
  }

  /** Another process has the run: it is told, and in case that it lets go just now the run is looked at again. */
  private async leaveToHolder(runId: string, tries: number): Promise<void> {
    await notifyRun(pool(), runId);
    const againMs = this.options.now() + Math.min(200 * 2 ** tries, 10_000);
    await queueRun(pool(), runId, againMs, Math.min(tries + 1, 6));
    this.queue.wakeAt(againMs);
  }

  private async driveRun(runId: string, held: { lease: Lease }): Promise<void> {
    const found = await findActiveRun(pool(), runId);
    if (found === null) return;
    const { run, steps } = found;
    const { definitions, caller, now, retryDelayMs, onBoundary } = this.options;
    if (run.status === "queued" && run.wakeAtMs !== null && run.wakeAtMs > now()) {
      await queueRun(pool(), runId, run.wakeAtMs);
      return this.queue.wakeAt(run.wakeAtMs);
    }
    const definition = definitions.find(({ id }) => id === run.functionId);
    if (definition === undefined) return await failUnknownRun(run, now());
    const state = new RunState(run, steps);
    const record = new RunRecord(
      {
        appId: caller.appId,
        definitions,
        now,
        onBoundary,
        secureLease: () => this.secureLease(runId, held),
        onQueued: (atMs) => this.queue.wakeAt(atMs),
      },
      state,
    );
    const driver = new RunDriver(
      {
        caller: { ...caller, now },
        slots: this.slots,
        retryDelayMs,
        onBoundary,
        mayPark: (untilMs) => this.mayPark(untilMs),
        onParked: (change) => {
          this.parked += change;
        },
      },
      definition,
      state,
      record,
    );
    this.drivers.set(runId, driver);
    if (this.stopping) driver.stop();
    try {
      await driver.drive();
    } finally {
      this.drivers.delete(runId);
    }
  }

  private async secureLease(runId: string, held: { lease: Lease }): Promise<boolean> {
    if (held.lease.isValid()) return true;
    // Whatever is lost with a connection is not given up before it is known whether somebody else has taken it.
    await this.leases.isThere(CONNECTION_PATIENCE_MS);
    const again = await this.leases.tryTake(`run:${runId}`);
    if (again === null) return false;
    this.log.info({ runId }, "took the lease of a run again after the connection was lost");
    held.lease = again;
    return true;
  }

  /** Waits in memory leave half of the workers to runs that have something to do. */
  private mayPark(untilMs: number): boolean {
    const { parkMs, now, concurrency } = this.options;
    return !this.stopping && untilMs - now() <= parkMs && this.parked < concurrency / 2;
  }
}
