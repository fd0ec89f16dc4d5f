import {
  isOpenStep,
  type JobError,
  type JobMemo,
  type JobRun,
  type JobStep,
} from "@/lib/server/jobs/job-run";

/** What is known of one run while this process advances it, and which of it is not stored yet. */
export class RunState {
  attempt: number;
  /** When the function's body is to be tried again after it threw; null when it did not. */
  retryAtMs: number | null;
  startedAtMs: number | null;
  /** Whether the database says that the run has started. */
  startIsStored: boolean;
  private readonly steps = new Map<string, JobStep>();
  private readonly unsaved = new Map<string, JobStep>();
  /** Steps of which the database has a row, or is about to. */
  private readonly known = new Set<string>();

  constructor(
    readonly run: JobRun,
    steps: readonly JobStep[],
  ) {
    this.attempt = run.attempt;
    this.retryAtMs = run.attempt > 0 ? run.wakeAtMs : null;
    this.startedAtMs = run.startedAtMs;
    this.startIsStored = run.startedAtMs !== null && run.status === "running";
    for (const step of steps) {
      this.steps.set(step.id, step);
      this.known.add(step.id);
    }
  }

  find(stepId: string): JobStep | null {
    return this.steps.get(stepId) ?? null;
  }

  open(): readonly JobStep[] {
    return [...this.steps.values()].filter(isOpenStep);
  }

  /** What the SDK is told: the answers of all finished steps, in the order in which they finished. */
  memos(): ReadonlyMap<string, JobMemo> {
    const finished = [...this.steps.values()]
      .filter((step) => !isOpenStep(step))
      .sort((a, b) => a.position - b.position);
    return new Map(finished.flatMap((step) => (step.memo === null ? [] : [[step.id, step.memo] as const])));
  }

  /** Knows a step without storing it: after a crash the SDK plans it again. */
  remember(step: JobStep): void {
    this.steps.set(step.id, step);
  }

  put(step: JobStep): void {
    this.steps.set(step.id, step);
    this.unsaved.set(step.id, step);
    this.known.add(step.id);
  }

  finish(step: JobStep, memo: JobMemo, nowMs: number): void {
    const finished: JobStep = {
      ...step,
      status: memo.type === "error" ? "failed" : "completed",
      position: this.nextPosition(),
      memo,
      error: memo.type === "error" ? memo.error : null,
      // Inputs and wait conditions have served their purpose.
      opts: null,
      endedAtMs: nowMs,
      wakeAtMs: null,
    };
    // A sleep that nobody stored is over for good once its time has passed: it costs no row.
    if (step.op === "Sleep" && !this.known.has(step.id)) this.remember(finished);
    else this.put(finished);
  }

  planRetry(step: JobStep, error: JobError, atMs: number): void {
    this.put({ ...step, status: "planned", attempt: step.attempt + 1, error, wakeAtMs: atMs });
  }

  /** Takes over what others finished meanwhile, such as a wait that an event answered. */
  merge(steps: readonly JobStep[]): boolean {
    let changed = false;
    for (const step of steps) {
      const known = this.steps.get(step.id);
      if (isOpenStep(step) || (known !== undefined && !isOpenStep(known))) continue;
      this.steps.set(step.id, step);
      this.unsaved.delete(step.id);
      changed = true;
    }
    return changed;
  }

  /** What the database says counts, whatever was believed here. */
  adopt(step: JobStep): void {
    this.steps.set(step.id, step);
    this.unsaved.delete(step.id);
  }

  unsavedSteps(): readonly JobStep[] {
    return [...this.unsaved.values()];
  }

  saved(steps: readonly JobStep[]): void {
    for (const step of steps) if (this.unsaved.get(step.id) === step) this.unsaved.delete(step.id);
  }

  private nextPosition(): number {
    let last = 0;
    for (const { position } of this.steps.values()) last = Math.max(last, position);
    return last + 1;
  }
}
