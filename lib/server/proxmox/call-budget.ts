import "server-only";

/**
 * At most so many calls in any minute, counted when they are about to be sent, whatever becomes of them. The limit may be
 * changed meanwhile; what was sent before still counts.
 */
export class CallBudget {
  private readonly sentAtMs: number[] = [];

  constructor(
    public callsPerMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts one call; false when the minute's budget is used up. */
  take(): boolean {
    this.forgetOld();
    if (this.sentAtMs.length >= this.callsPerMinute) return false;
    this.sentAtMs.push(this.now());
    return true;
  }

  /** Calls that may still be sent now. */
  get left(): number {
    this.forgetOld();
    return Math.max(0, this.callsPerMinute - this.sentAtMs.length);
  }

  private forgetOld(): void {
    const oldest = this.now() - 60_000;
    let old = 0;
    while (old < this.sentAtMs.length && (this.sentAtMs[old] ?? 0) <= oldest) old += 1;
    if (old > 0) this.sentAtMs.splice(0, old);
  }
}
