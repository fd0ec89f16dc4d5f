import { dispatchEvents } from "@/lib/server/jobs/dispatch-events";
import { endRun } from "@/lib/server/jobs/end-run";
import { isConnectionError } from "@/lib/server/jobs/is-connection-error";
import type { JobDefinition, JobEvent } from "@/lib/server/jobs/job-definition";
import { pool } from "@/lib/server/jobs/job-pool";
import type { JobError, JobRun, JobStep } from "@/lib/server/jobs/job-run";
import { releaseRun } from "@/lib/server/jobs/release-run";
import { runInTransaction } from "@/lib/server/jobs/run-in-transaction";
import { findActiveRun, type RunPatch, writeRun } from "@/lib/server/jobs/run-store";
import { startRun } from "@/lib/server/jobs/start-run";
import { timeOrderedUuid } from "@/lib/server/jobs/time-ordered-uuid";
import type { Operation } from "./call-function";
import { withoutPrefix } from "./read-job-definitions";
import type { RunState } from "./run-state";

/** A run that is busy for longer than this is shown as running; a shorter one saves the write. */
const SHOW_RUNNING_AFTER_MS = 1_000;
const DATABASE_TRIES = 40;
const DATABASE_PAUSE_MS = 500;

export interface RecordContext {
  readonly appId: string;
  readonly definitions: readonly JobDefinition[];
  readonly now: () => number;
  /** Whether this process still has the run to itself; takes the lease again if it can. */
  readonly secureLease: () => Promise<boolean>;
  /** The run goes on at that moment, out of the queue. */
  readonly onQueued: (atMs: number) => void;
  readonly onBoundary: (name: string, run: JobRun) => void;
}

/** Keeps the database's picture of one run while it is advanced. Writes follow each other, never side by side. */
export class RunRecord {
  ended = false;
  failure: unknown = null;
  callStartedAtMs = 0;
  private writing: Promise<unknown> = Promise.resolve();
  private showRunning: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: RecordContext,
    private readonly state: RunState,
  ) {}

  /** Before each call of the function; false when the run is not ours any more. */
  async begin(): Promise<boolean> {
    if (this.ended) return false;
    if (!(await this.context.secureLease())) {
      this.abandon(new Error("Another process took this run over."));
      return false;
    }
    this.callStartedAtMs = this.context.now();
    this.state.startedAtMs ??= this.callStartedAtMs;
    if (!this.state.startIsStored && this.showRunning === undefined) {
      this.showRunning = setTimeout(() => {
        this.save().catch(() => undefined);
      }, SHOW_RUNNING_AFTER_MS);
    }
    return true;
  }

  /** Stores what is not stored yet. */
  async save(): Promise<void> {
    await this.write(async () => {
      const steps = this.state.unsavedSteps();
      const needsStart = !this.state.startIsStored && this.state.startedAtMs !== null;
      if (this.ended || (steps.length === 0 && !needsStart)) return;
      const patch = needsStart ? this.patch("running", null, null) : null;
      const outcome = await writeRun(pool(), this.state.run.id, steps, patch);
      if (needsStart) this.state.startIsStored = true;
      await this.accept(steps, outcome);
    });
  }

  async saveRetry(error: JobError): Promise<void> {
    await this.write(async () => {
      if (this.ended) return;
      const steps = this.state.unsavedSteps();
      const patch = this.patch("sleeping", this.state.retryAtMs, error);
      this.state.startIsStored = false;
      await this.accept(steps, await writeRun(pool(), this.state.run.id, steps, patch));
    });
  }

  async beginWait(step: JobStep, operation: Operation): Promise<void> {
    if (operation.op === "InvokeFunction") return await this.invoke(step, operation);
    // A sleep until a date is asked for again in the same words after a crash; the others would start anew.
    if (isDatedSleep(operation)) return this.state.remember(step);
    this.state.put(step);
    await this.save();
  }

  async complete(output: unknown): Promise<void> {
    await this.end({ status: "completed", output, error: null });
  }

  async fail(error: JobError): Promise<void> {
    await this.end({ status: "failed", output: null, error });
  }

  /** Gives the run back to the queue; false when an answer came in meanwhile and there is work after all. */
  async release(wakeAtMs: number | null): Promise<boolean> {
    let released = true;
    // A late sign of life would take the lease again.
    clearTimeout(this.showRunning);
    await this.write(async () => {
      const steps = this.state.unsavedSteps();
      const status = this.state.startedAtMs === null ? "queued" : "sleeping";
      const waiting = this.state.open().flatMap((step) => (step.status === "waiting" ? [step.id] : []));
      const patch = this.patch(status, wakeAtMs, this.state.attempt > 0 ? this.state.run.error : null);
      const outcome = await releaseRun(this.state.run.id, {
        steps,
        patch,
        waiting,
        wakeAtMs,
        nowMs: this.context.now(),
      });
      this.state.startIsStored = false;
      await this.accept(steps, outcome);
      released = !outcome.isAnswered;
      if (wakeAtMs !== null) this.context.onQueued(wakeAtMs);
    });
    return released;
  }

  /** Takes over what others stored; true when a step was answered. */
  async reload(): Promise<boolean> {
    return await this.write(async () => {
      const stored = await findActiveRun(pool(), this.state.run.id);
      if (stored === null) this.close();
      return stored !== null && this.state.merge(stored.steps);
    });
  }

  /** Stops without a word to the database: what was stored holds, and the queue brings the run back. */
  abandon(error: unknown): void {
    this.failure ??= error;
    this.close();
  }

  private close(): void {
    this.ended = true;
    clearTimeout(this.showRunning);
  }

  private async invoke(step: JobStep, operation: Operation): Promise<void> {
    const functionId = withoutPrefix(this.context.appId, String(operation.opts.function_id));
    const definition = this.context.definitions.find(({ id }) => id === functionId);
    const invokedBy = { runId: this.state.run.id, stepId: step.id };
    const nowMs = this.context.now();
    const event = invocationOf(operation, nowMs);
    let started: string | null = null;
    await this.write(async () => {
      if (this.ended || definition === undefined) return;
      await runInTransaction(async (client) => {
        const { alive, stored } = await writeRun(client, invokedBy.runId, [step], null);
        if (alive && stored.has(step.id))
          started = await startRun(client, { definition, event, nowMs, invokedBy });
      });
    });
    this.state.remember(step);
    if (started !== null || this.ended) return;
    const message =
      definition === undefined
        ? `There is no function "${functionId}" to invoke.`
        : `The function "${functionId}" did not start: a run of it is active or was made with the same key.`;
    this.state.finish(step, { type: "error", error: { name: "InvokeError", message } }, nowMs);
    await this.save();
  }

  private async end(end: {
    readonly status: "completed" | "failed";
    readonly output: unknown;
    readonly error: JobError | null;
  }): Promise<void> {
    await this.write(async () => {
      if (this.ended) return;
      this.context.onBoundary("before-end", this.state.run);
      const endedAtMs = this.context.now();
      const startedAtMs = this.state.startedAtMs ?? endedAtMs;
      const steps = this.state.unsavedSteps();
      const run = { ...this.state.run, attempt: this.state.attempt };
      const events = this.endEvents(end);
      if (run.invokedBy === null && events.length === 0) {
        const patch = {
          ...this.patch(end.status, null, end.error),
          startedAtMs,
          endedAtMs,
          output: end.output,
        };
        await writeRun(pool(), run.id, steps, patch);
      } else {
        await runInTransaction(async (client) => {
          const alive = await endRun(client, run, steps, { ...end, startedAtMs, endedAtMs });
          if (alive) await dispatchEvents(client, this.context.definitions, events, endedAtMs);
        });
      }
      this.close();
      this.context.onBoundary("ended", this.state.run);
    });
  }

  /** The events of Inngest's own that a function here is triggered by. */
  private endEvents({ status, output, error }: { status: string; output: unknown; error: JobError | null }) {
    const { run } = this.state;
    const common = { function_id: `${this.context.appId}-${run.functionId}`, run_id: run.id };
    const finished = error === null ? { ...common, result: output } : { ...common, error };
    const events: { name: string; data: Record<string, unknown> }[] = [
      { name: "inngest/function.finished", data: { ...finished, event: run.event } },
    ];
    if (status === "failed") {
      events.push({ name: "inngest/function.failed", data: { ...finished, event: run.event } });
    }
    const wanted = new Set(
      this.context.definitions.flatMap(({ triggers }) =>
        triggers.flatMap((trigger) => (trigger.kind === "event" ? [trigger.event] : [])),
      ),
    );
    return events.filter(({ name }) => wanted.has(name) && !run.event.name.startsWith("inngest/function.f"));
  }

  private patch(status: RunPatch["status"], wakeAtMs: number | null, error: JobError | null): RunPatch {
    const { attempt, startedAtMs } = this.state;
    return { status, attempt, startedAtMs, endedAtMs: null, wakeAtMs, error };
  }

  private async accept(
    steps: readonly JobStep[],
    { alive, stored }: { readonly alive: boolean; readonly stored: ReadonlySet<string> },
  ): Promise<void> {
    this.state.saved(steps);
    if (!alive) return this.close();
    if (steps.every(({ id }) => stored.has(id))) return;
    const current = await findActiveRun(pool(), this.state.run.id);
    for (const step of current?.steps ?? []) if (!stored.has(step.id)) this.state.adopt(step);
  }

  /** One after the other, and again when only the connection failed and the run is still ours. */
  private async write<T>(work: () => Promise<T>): Promise<T> {
    const result = this.writing.then(() => this.persist(work));
    this.writing = result.catch(() => undefined);
    return await result;
  }

  private async persist<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        if (!this.ended && !(await this.context.secureLease()))
          throw new Error("The lease of the run is gone.");
        return await work();
      } catch (error) {
        if (tries >= DATABASE_TRIES || !isConnectionError(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, DATABASE_PAUSE_MS));
      }
    }
  }
}

function invocationOf(operation: Operation, nowMs: number): JobEvent {
  const payload = operation.opts.payload;
  const given = typeof payload === "object" && payload !== null ? payload : {};
  const invoked = "data" in given && typeof given.data === "object" ? { ...given.data } : {};
  return { id: timeOrderedUuid(nowMs), name: "inngest/function.invoked", data: invoked, ts: nowMs };
}

function isDatedSleep({ op, name }: Operation): boolean {
  return op === "Sleep" && /^\d{4}-/.test(name);
}
