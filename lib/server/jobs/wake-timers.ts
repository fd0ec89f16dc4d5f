import "server-only";

/** setTimeout cannot wait longer; and a clock that is set meanwhile is noticed after this time. */
const LONGEST_WAIT_MS = 30_000;

/** Calls back at each of a set of moments, in order, however far away they are. */
export class WakeTimers {
  private readonly moments = new Set<number>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly onDue: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  add(atMs: number): void {
    this.moments.add(atMs);
    this.arm();
  }

  clear(): void {
    this.moments.clear();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.moments.size === 0) return;
    const waitMs = Math.min(...this.moments) - this.now();
    this.timer = setTimeout(() => this.fire(), Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS));
    this.timer.unref();
  }

  private fire(): void {
    const nowMs = this.now();
    const due = [...this.moments].filter((atMs) => atMs <= nowMs);
    for (const atMs of due) this.moments.delete(atMs);
    this.arm();
    for (const _ of due) this.onDue();
  }
}
