import { ExpressionError } from "@/lib/server/jobs/event-expression";
import type { JobDefinition } from "@/lib/server/jobs/job-definition";
import type { JobError, JobRun, JobStep } from "@/lib/server/jobs/job-run";
import { type Caller, callFunction, type FunctionAnswer, type Operation } from "./call-function";
import type { ConcurrencySlots } from "./concurrency-slots";
import { jobErrorOf } from "./job-error-of";
import { isWait, openStep, racesWithOthers, UnsupportedOperationError } from "./open-step";
import type { RunRecord } from "./run-record";
import type { RunState } from "./run-state";

export interface DriverContext {
  readonly caller: Caller;
  readonly slots: ConcurrencySlots;
  readonly retryDelayMs: (attempt: number) => number;
  /** Whether a wait until that moment may be spent in memory instead of in the queue. */
  readonly mayPark: (untilMs: number) => boolean;
  readonly onParked: (change: 1 | -1) => void;
  /** Called between any two things that a crash could separate; tests crash there. */
  readonly onBoundary: (name: string, run: JobRun) => void;
}

const LONGEST_WAIT_MS = 30_000;

/**
 * Advances one run for as long as there is something to do, under the run's lease. What a step returned is stored
 * before the next call; a wait that is long goes back to the queue.
 */
export class RunDriver {
  private readonly executing = new Map<string, Promise<void>>();
  private needsCall = true;
  private poked = false;
  private stopping = false;
  private closed = false;
  private ring: (() => void) | null = null;

  constructor(
    private readonly context: DriverContext,
    private readonly definition: JobDefinition,
    private readonly state: RunState,
    private readonly record: RunRecord,
  ) {}

  /** Something about the run changed. False when this driver has already let go of it. */
  poke(): boolean {
    if (this.closed) return false;
    this.poked = true;
    this.ring?.();
    return true;
  }

  stop(): void {
    this.stopping = true;
    this.ring?.();
  }

  async drive(): Promise<void> {
    try {
      while (!this.record.ended && !(await this.turn()));
    } finally {
      this.closed = true;
      await Promise.allSettled(this.executing.values());
    }
    if (this.record.failure !== null) throw this.record.failure;
  }

  /** One look at the run; true when it was given back to the queue. */
  private async turn(): Promise<boolean> {
    if (this.poked) {
      this.poked = false;
      if (await this.record.reload()) this.needsCall = true;
    }
    if (this.settleDue()) await this.record.save();
    if (this.record.ended) return true;
    if (this.stopping) return await this.giveBack();
    this.startDueSteps();
    if (this.mayCall()) {
      await this.goOn();
      return false;
    }
    if (this.executing.size > 0) {
      await this.nextChange(this.nextWakeMs());
      return false;
    }
    return await this.parkOrGiveBack();
  }

  private now(): number {
    return this.context.caller.now();
  }

  /** True when a wait ran out that an answer could still reach: its end has to be stored before it is believed. */
  private settleDue(): boolean {
    const nowMs = this.now();
    let mustSave = false;
    for (const step of this.state.open()) {
      if (step.status !== "waiting" || step.wakeAtMs === null || step.wakeAtMs > nowMs) continue;
      const memo =
        step.op === "InvokeFunction"
          ? ({
              type: "error",
              error: { name: "InvokeTimeout", message: "The invoked function took too long." },
            } as const)
          : ({ type: "data", data: null } as const);
      this.state.finish(step, memo, nowMs);
      this.needsCall = true;
      mustSave ||= step.op !== "Sleep";
    }
    return mustSave;
  }

  private startDueSteps(): void {
    const nowMs = this.now();
    for (const step of this.state.open()) {
      const isDue = step.status === "planned" && (step.wakeAtMs ?? 0) <= nowMs;
      if (!isDue || this.executing.has(step.id)) continue;
      const done = this.runStep(step)
        .catch((error: unknown) => this.record.abandon(error))
        .finally(() => {
          this.executing.delete(step.id);
          this.ring?.();
        });
      this.executing.set(step.id, done);
    }
  }

  private mayCall(): boolean {
    if (!this.needsCall || (this.state.retryAtMs ?? 0) > this.now()) return false;
    return this.executing.size === 0 || this.state.open().some((step) => racesWithOthers(step));
  }

  private async goOn(): Promise<void> {
    this.needsCall = false;
    const openBefore = this.state.open().length;
    const answer = await this.call(null, this.state.attempt, openBefore > 0);
    if (answer === null) return;
    this.state.retryAtMs = null;
    if (answer.kind === "finished") return await this.record.complete(answer.output);
    if (answer.kind === "rejected") return await this.afterRejection(answer);
    this.state.attempt = 0;
    for (const operation of answer.operations) await this.apply(operation, answer.retryAfterMs);
    if (this.record.ended || this.needsCall || this.state.open().length > 0) return;
    await this.record.fail({
      name: "Error",
      message: "The function stopped without a result or a next step.",
    });
  }

  private async apply(operation: Operation, retryAfterMs: number | null): Promise<void> {
    if (this.record.ended) return;
    if (operation.op === "RunComplete") return await this.record.complete(operation.data);
    const known = this.state.find(operation.id);
    if (known !== null && isWait(operation.op)) return;
    try {
      const step =
        known ?? openStep(operation, isWait(operation.op) ? this.now() : this.record.callStartedAtMs);
      if (operation.op === "StepPlanned") {
        if (known === null) this.state.remember({ ...step, opts: operation.opts });
        return;
      }
      if (isWait(operation.op)) return await this.record.beginWait(step, operation);
      await this.settle(step, operation, retryAfterMs);
    } catch (error) {
      if (!(error instanceof UnsupportedOperationError || error instanceof ExpressionError)) throw error;
      await this.record.fail({ name: error.name, message: error.message });
    }
  }

  /** A step ran: stores its result, or plans its next try. */
  private async settle(step: JobStep, operation: Operation, retryAfterMs: number | null): Promise<void> {
    this.context.onBoundary("step-ran", this.state.run);
    const nowMs = this.now();
    if (operation.op === "StepRun") {
      this.state.finish(step, { type: "data", data: operation.data }, nowMs);
      this.needsCall = true;
    } else {
      const error: JobError = operation.error ?? { name: "Error", message: "The step failed." };
      const isLast = operation.op === "StepFailed" || step.attempt + 1 >= this.definition.maxAttempts;
      if (isLast) {
        this.state.finish(step, { type: "error", error }, nowMs);
        this.needsCall = true;
      } else {
        this.state.planRetry(
          step,
          error,
          nowMs + (retryAfterMs ?? this.context.retryDelayMs(step.attempt + 1)),
        );
      }
    }
    await this.record.save();
    this.context.onBoundary("step-stored", this.state.run);
  }

  private async runStep(step: JobStep): Promise<void> {
    const answer = await this.call(step.id, step.attempt, true);
    if (answer === null) return;
    if (answer.kind === "finished") return await this.record.complete(answer.output);
    if (answer.kind === "operations") {
      for (const operation of answer.operations) await this.apply(operation, answer.retryAfterMs);
      return;
    }
    const { error, retriable, retryAfterMs } = answer;
    if (!retriable || step.attempt + 1 >= this.definition.maxAttempts) return await this.record.fail(error);
    this.state.planRetry(
      step,
      error,
      this.now() + (retryAfterMs ?? this.context.retryDelayMs(step.attempt + 1)),
    );
    await this.record.save();
  }

  private async afterRejection(answer: FunctionAnswer & { kind: "rejected" }): Promise<void> {
    const { attempt } = this.state;
    if (!answer.retriable || attempt + 1 >= this.definition.maxAttempts)
      return await this.record.fail(answer.error);
    this.state.attempt = attempt + 1;
    this.state.retryAtMs = this.now() + (answer.retryAfterMs ?? this.context.retryDelayMs(attempt + 1));
    this.needsCall = true;
    await this.record.saveRetry(answer.error);
  }

  private async call(
    stepId: string | null,
    attempt: number,
    planOnly: boolean,
  ): Promise<FunctionAnswer | null> {
    this.context.onBoundary("before-call", this.state.run);
    const run: JobRun = this.state.run;
    const slots = await this.context.slots.take(this.definition.concurrency, run.event, () => this.stopping);
    if (slots === null) {
      this.needsCall ||= stepId === null;
      return null;
    }
    try {
      if (!(await this.record.begin())) return null;
      const { maxAttempts } = this.definition;
      const memos = this.state.memos();
      return await callFunction(this.context.caller, { run, stepId, attempt, maxAttempts, planOnly, memos });
    } catch (error) {
      return { kind: "rejected", error: jobErrorOf(error), retriable: true, retryAfterMs: null };
    } finally {
      await slots.release();
    }
  }

  private nextWakeMs(): number | null {
    const moments = this.state
      .open()
      .flatMap((step) => (this.executing.has(step.id) ? [] : (step.wakeAtMs ?? [])));
    if (this.needsCall) moments.push(this.state.retryAtMs ?? this.now());
    return moments.length === 0 ? null : Math.min(...moments);
  }

  private async parkOrGiveBack(): Promise<boolean> {
    const wakeAtMs = this.nextWakeMs();
    if (wakeAtMs === null || !this.context.mayPark(wakeAtMs)) return await this.giveBack();
    await this.record.save();
    this.context.onParked(1);
    try {
      await this.nextChange(wakeAtMs);
    } finally {
      this.context.onParked(-1);
    }
    return false;
  }

  private async giveBack(): Promise<boolean> {
    await Promise.allSettled(this.executing.values());
    if (this.record.ended) return true;
    const hasWork = this.state.open().some((step) => step.status === "planned" && step.wakeAtMs === null);
    const wakeAtMs = hasWork ? this.now() : this.nextWakeMs();
    const released = await this.record.release(wakeAtMs);
    if (!released) this.poked = true;
    if (this.poked && this.stopping) await this.record.release(this.now());
    // No await from here on: a poke that came during the release must not be lost.
    else if (this.poked) return false;
    this.closed = true;
    return true;
  }

  /** Until a step settles, somebody pokes, the time comes or the runner stops. */
  private async nextChange(untilMs: number | null): Promise<void> {
    if (this.poked || this.stopping) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.ring = resolve;
      if (untilMs === null) return;
      timer = setTimeout(resolve, Math.min(Math.max(0, untilMs - this.now()), LONGEST_WAIT_MS));
    });
    this.ring = null;
    clearTimeout(timer);
  }
}
